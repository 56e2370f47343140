// Words are found as readers write them, in every language and script.
#include <gmock/gmock.h>

#include "common/testing/many_scripts.h"
#include "common/text/unicode.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

class SearchWordsTest : public SearchTestBase {
 protected:
  SearchWordsTest() { StartSearch(); }

  void ExpectFound(absl::string_view id, std::initializer_list<absl::string_view> queries) {
    for (const absl::string_view query : queries) EXPECT_THAT(Ids(query), Contains(id)) << query;
  }

  std::string Corrected(absl::string_view query) {
    SearchArticlesRequest request;
    request.set_query(std::string(query));
    const auto response = Search(request);
    return response.ok() ? response->corrected_query() : response.status().ToString();
  }

  std::vector<std::string> Suggested(absl::string_view prefix) {
    search::v1::SuggestQueriesRequest request;
    request.set_prefix(std::string(prefix));
    request.set_min_revision(storage_.revision());
    const auto response = CallUnary<search::v1::SuggestQueriesResponse>(
        CallContext(), *stub_, &search::v1::SearchService::Stub::SuggestQueries, request);
    std::vector<std::string> queries;
    if (!response.ok()) return {response.status().ToString()};
    for (const auto& suggestion : response->suggestions()) queries.push_back(suggestion.query());
    return queries;
  }
};

struct LanguageCase {
  absl::string_view language;
  absl::string_view headline;
  absl::string_view word;
};

TEST_F(SearchWordsTest, AWordOfAHeadlineIsFoundHoweverManyLanguagesThereAre) {
  const LanguageCase cases[] = {
      {"en", "Ferry strikes spread", "strikes"},
      {"de", "Fähren fallen aus", "Fähren"},
      {"fr", "Les traversiers restent", "traversiers"},
      {"es", "Los marineros esperan", "marineros"},
      {"it", "I traghetti fermi", "traghetti"},
      {"nl", "Veerboten liggen stil", "Veerboten"},
      {"sv", "Färjorna står stilla", "Färjorna"},
      {"da", "Færgerne ligger stille", "Færgerne"},
      {"nb", "Fergene står stille", "Fergene"},
      {"fi", "Lautat seisovat", "Lautat"},
      {"pl", "Promy stoją", "Promy"},
      {"cs", "Trajekty stojí", "Trajekty"},
      {"hu", "Állnak a kompok", "kompok"},
      {"ro", "Feriboturile stau", "Feriboturile"},
      {"tr", "Feribotlar durdu", "Feribotlar"},
      {"ru", "Паромы стоят", "Паромы"},
      {"uk", "Пороми п’ятий день стоять", "п'ятий"},
      {"el", "Τα πλοία δεμένα", "πλοία"},
      {"lt", "Keltai stovi", "Keltai"},
      {"eu", "Ferryak geldirik", "Ferryak"},
  };
  for (const LanguageCase& c : cases) {
    storage_.Put(Article(c.language, c.headline, "", c.language));
  }
  for (const LanguageCase& c : cases) ExpectFound(c.language, {c.word});
  ExpectFound("en", {"strike"});
  ExpectFound("ru", {"паромов"});
}

TEST_F(SearchWordsTest, AccentsDoNotMatterToWhatIsFound) {
  storage_.Put(Article("es", "La investigación sigue", "Más fondos.", "es"));
  storage_.Put(Article("es2", "Las investigaciones siguen", "Más fondos.", "es"));
  storage_.Put(Article("pt", "Educação em greve", "As eleições.", "pt"));
  storage_.Put(Article("fr", "Le procès s’ouvre", "La sécurité renforcée.", "fr"));
  storage_.Put(Article("de", "Häuser für Müller", "Das Café schließt.", "de"));
  storage_.Put(Article("vi", "Thủ tướng dự hội nghị", "", "vi"));
  ExpectFound("es", {"investigación", "investigacion", "INVESTIGACION", "investigaciones"});
  ExpectFound("es2", {"investigación", "investigacion"});
  ExpectFound("pt", {"educacao", "educação", "eleicoes", "eleições"});
  ExpectFound("fr", {"proces", "procès", "securite", "sécurités"});
  ExpectFound("de", {"hauser", "haus", "muller", "mueller", "\"für Mueller\"", "cafe schliesst"});
  ExpectFound("vi", {"thu tuong", "hội nghị"});
}

TEST_F(SearchWordsTest, TheNearerTheWritingTheBetterTheMatch) {
  storage_.Put(Article("stem", "Voters elect a mayor today", "Text."));
  storage_.Put(Article("exact", "Voters elections a mayor today", "Text."));
  storage_.Put(Article("plain", "Resume of the talks", "Text.", "fr"));
  storage_.Put(Article("accents", "Résumé of the talks", "Text.", "fr"));
  EXPECT_THAT(Ids("elections"), ElementsAre("exact", "stem"));
  EXPECT_THAT(Ids("résumé"), ElementsAre("accents", "plain"));
}

TEST_F(SearchWordsTest, PartsOfWordsOfScriptsWithoutBlanksAreFound) {
  storage_.Put(Article("zh", "北京市政府宣布新规定", "上海市也将参加。", "zh"));
  storage_.Put(
      Article("ja", "東京都知事選の投票始まる", "大阪府警。ラジオ体操とスマートフォン。", "ja"));
  storage_.Put(Article("ko", "대통령이 예산안을 발표했다", "서울시장은 반대했다.", "ko"));
  storage_.Put(Article("th", "โรงเรียนเปิดสอนภาษาไทย", "", "th"));
  ExpectFound("zh", {"北京", "北京市", "政府", "上海", "京", "\"市政府\"", "规定 上海",
                     "headline:政府", "body:上海", "北京*"});
  ExpectFound("ja", {"東京", "知事", "知事選", "大阪府", "スマート", "投票\u3000東京", "体操"});
  ExpectFound("ko", {"대통령", "대통령은", "예산안", "예산", "발표", "발표하다", "서울", "시장"});
  ExpectFound("th", {"โรงเรียน", "เรียน", "ภาษา"});
  for (const absl::string_view query : {"南京", "京北", "body:北京", "headline:上海", "\"政府北京\""}) {
    EXPECT_THAT(Ids(query), Not(Contains("zh"))) << query;
  }
  storage_.Put(Article("name", "ジョー・バイデン氏", "乔·拜登", "ja"));
  ExpectFound("name",
              {"ジョーバイデン", "バイデン", "ジョー・バイデン", "乔拜登", "\"ｼﾞｮｰ･ﾊﾞｲﾃﾞﾝ\""});
  storage_.Put(Article("word", "京都 の 紅葉", "", "ja"));
  EXPECT_EQ(Ids("京都").front(), "word") << "a word of its own matches better than a part of one";
}

TEST_F(SearchWordsTest, SignsBelongToNamesInAnyCase) {
  storage_.Put(Article("att", "AT&T closes call centres", "It said so."));
  storage_.Put(Article("sp", "S&P 500 ends week higher", "Stocks rose."));
  storage_.Put(Article("hm", "H&M sales", "An R&D park for 5G and COVID-19 tests."));
  storage_.Put(Article("cpp", "C++ and C# and .NET", "Plan for TV+ too."));
  storage_.Put(Article("c", "Vitamin C net", "T for two."));
  ExpectFound("att", {"at&t", "AT&T", "At&t", "\"at&t\"", "att", "ＡＴ＆Ｔ"});
  ExpectFound("sp", {"s&p 500", "S&P500", "\"S&P 500\"", "s & p"});
  ExpectFound("hm", {"h&m", "headline:h&m", "r&d park", "5g", "covid19", "covid-19", "COVID 19"});
  EXPECT_THAT(Ids("c++"), ElementsAre("cpp"));
  EXPECT_THAT(Ids("C#"), ElementsAre("cpp"));
  EXPECT_THAT(Ids(".net"), ElementsAre("cpp"));
  EXPECT_THAT(Suggested("s&p"), Contains("s&p 500"));
  EXPECT_THAT(Suggested("S&P 5"), Contains("s&p 500 ends"));
}

TEST_F(SearchWordsTest, ApostrophesAndHyphensMayBeLeftOut) {
  storage_.Put(Article("ivory", "Côte d'Ivoire lifts price", "L’Oréal and Michael O'Leary agree."));
  storage_.Put(Article("hawaii", "Volcano on Hawaiʻi", "The Wi-Fi failed; e-mails and F-16 too."));
  storage_.Put(Article("aquila", "L’Aquila ricorda", "All’Aquila si prega.", "it"));
  storage_.Put(Article("plain", "Email and wifi for all", "Oleary said."));
  ExpectFound("ivory", {"cote d'ivoire", "cote d’ivoire", "ivoire", "cote divoire", "oreal",
                        "loreal", "oleary", "o'leary", "O`Leary", "leary"});
  ExpectFound("hawaii",
              {"hawaii", "hawai'i", "HAWAIʻI", "wifi", "wi-fi", "email", "emails", "f16"});
  ExpectFound("aquila", {"aquila", "l'aquila", "L'Aquila", "laquila"});
  ExpectFound("plain", {"e-mail", "wi-fi", "\"e-mail and\"", "o'leary"});
}

TEST_F(SearchWordsTest, ArabicAndPersianLettersAreFoundFromEveryKeyboard) {
  storage_.Put(Article("fa", "دولت ایران از کاهش یارانه خبر می‌دهد",
                       "", "fa"));
  storage_.Put(Article("ar", "أعلنت الحكومة عن إصلاحات", "في المدرسة عام ٢٠٢٤.", "ar"));
  ExpectFound("fa", {"ايران", "ایران", "كاهش", "می‌دهد", "می دهد", "میدهد"});
  ExpectFound("ar", {"اعلنت", "الحكومه", "اصلاحات", "المدرسه", "2024", "الحــكومة", "أَعْلَنَت"});
}

TEST_F(SearchWordsTest, BlanksAndQuotesAreThoseOfAllCountries) {
  storage_.Put(Article("phrase", "Climate summit opens", "It opened."));
  storage_.Put(Article("apart", "On the summit they speak of climate", "They did."));
  for (const absl::string_view phrase :
       {"\"climate summit\"", "“climate summit”", "„climate summit“", "«climate summit»",
        "« climate summit »", "»climate summit«", "”climate summit”", "‘climate summit’",
        "＂climate summit＂", "「climate summit」", "“climate summit"}) {
    EXPECT_THAT(Ids(phrase), ElementsAre("phrase")) << phrase;
  }
  for (const absl::string_view blank : {" ", "\t", "\u00A0", "\u2009", "\u3000", "\u202F", "\u200B",
                                        "\u2028", "\uFEFF", ",", "/", "; ", "、", "—"}) {
    const std::string query = absl::StrCat("summit", blank, "climate");
    EXPECT_EQ(Ids(query).size(), 2u) << query;
  }
}

TEST_F(SearchWordsTest, AHeadlineInCapitalsIsAText) {
  storage_.Put(Article("no", "Minister will not resign", "The minister will not resign."));
  storage_.Put(Article("or", "Trick or treat and other customs", "Sweets."));
  ExpectFound("no", {"MINISTER WILL NOT RESIGN"});
  ExpectFound("or", {"TRICK OR TREAT AND OTHER CUSTOMS"});
  EXPECT_THAT(Ids("minister NOT resign"), IsEmpty());
  EXPECT_THAT(Ids("MINISTER OR SWEETS").size(), 2u);
}

TEST_F(SearchWordsTest, CorrectionsCountLettersAndLeaveWhatIsFound) {
  storage_.Put(Article("ru", "Дом суда и мир", "Кот спит. Правительство решило.", "ru"));
  storage_.Put(Article("ja", "大阪と東京", "大阪で会議。", "ja"));
  storage_.Put(Article("en", "Court and cat", "The parliament of the old house."));
  storage_.Put(Article("es", "La educación", "Más fondos.", "es"));
  for (const absl::string_view query : {"рим", "вор", "天津", "南京", "educación", "educacion",
                                        "rum", "ox", "houses", "суды", "ca"}) {
    EXPECT_EQ(Corrected(query), "") << query;
  }
  EXPECT_EQ(Corrected("parliamnet"), "parliament");
  EXPECT_EQ(Corrected("кат"), "кот");
  EXPECT_EQ(Corrected("провительсдво"), "правительство");
}

TEST_F(SearchWordsTest, EveryStringIsValidInEveryScript) {
  for (size_t i = 0; i < std::size(kManyScripts); ++i) {
    const ScriptSample& sample = kManyScripts[i];
    news::v1::Article article =
        Article(absl::StrCat("a", i), ToNfc(Repeated(sample.text, 150, " ")),
                ToNfc(Repeated(sample.text, 2000)), sample.language);
    article.set_summary(ToNfc(Repeated(sample.text, 300)));
    storage_.Put(article);
  }
  for (const ScriptSample& sample : kManyScripts) {
    const std::string text = ToNfc(sample.text);
    for (size_t size = 1; size < std::min<size_t>(text.size(), 60); size += 7) {
      const std::string query(TruncateUtf8(text, size + 4));
      SearchArticlesRequest request;
      request.set_query(query);
      request.set_page_size(5);
      const auto response = Search(request);
      ASSERT_TRUE(response.ok()) << query << response.status();
      EXPECT_TRUE(IsValidUtf8(response->corrected_query())) << query;
      for (const auto& hit : response->hits()) {
        const search::v1::Snippet& snippet = hit.snippet();
        EXPECT_TRUE(IsValidUtf8(snippet.text())) << query;
        for (const auto& h : snippet.highlights()) {
          EXPECT_TRUE(IsValidUtf8(snippet.text().substr(h.start(), h.end() - h.start()))) << query;
        }
      }
      for (const std::string& suggestion : Suggested(query)) {
        EXPECT_TRUE(IsValidUtf8(suggestion)) << query;
      }
    }
  }
}

}  // namespace
}  // namespace akin
