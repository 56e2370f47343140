#include "common/text/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "common/testing/many_scripts.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Words(absl::string_view text) {
  std::vector<std::string> words;
  for (const SearchWord& word : AnalyzeForSearch(text).words) words.push_back(word.folded);
  return words;
}

std::vector<std::string> Compounds(absl::string_view text, SearchCompound::Kind kind) {
  std::vector<std::string> compounds;
  for (const SearchCompound& compound : AnalyzeForSearch(text).compounds) {
    if (compound.kind == kind) compounds.push_back(compound.folded);
  }
  return compounds;
}

std::vector<std::string> Joined(absl::string_view text) {
  return Compounds(text, SearchCompound::Kind::kJoined);
}

TEST(SearchText, PartsOfCompoundsAreWords) {
  EXPECT_THAT(Words("AT&T, O’Leary’s Wi-Fi in Hawaiʻi"),
              ElementsAre("at", "t", "o", "leary", "wi", "fi", "in", "hawai", "i"));
  EXPECT_THAT(Words("U.S. 1,000 MH370 KBS는"), ElementsAre("us", "1000", "mh", "370", "kbs", "는"));
  EXPECT_THAT(Words("می\u200Cخواهد"), ElementsAre("مي", "خواهد"));
}

TEST(SearchText, CompoundsAreJoined) {
  EXPECT_THAT(Joined("AT&T and at&t"), ElementsAre("att", "att"));
  EXPECT_THAT(Joined("O’Leary's COVID-19"), ElementsAre("oleary", "covid19"));
  EXPECT_THAT(Joined("state-of-art"), ElementsAre("stateof", "ofart", "stateofart"));
  EXPECT_THAT(Joined("Hawaiʻi, 5G, צה״ל"), ElementsAre("hawaii", "5g", "צהל"));
  EXPECT_THAT(Joined("summit,climate summit/climate summit climate"), IsEmpty());
}

TEST(SearchText, ElisionIsJoinedToNamesOnly) {
  EXPECT_THAT(Joined("l'homme d'Ivoire"), ElementsAre("divoire"));
  EXPECT_EQ(AnalyzeForSearch("l'homme", /*join_elisions=*/true).compounds.size(), 1u);
}

TEST(SearchText, SignsMakeNames) {
  const auto signed_names = [](absl::string_view text) {
    return Compounds(text, SearchCompound::Kind::kSigned);
  };
  EXPECT_THAT(signed_names("C++, C# or .NET on TV+"), ElementsAre("c++", "c#", ".net", "tv+"));
  EXPECT_THAT(signed_names("1+1 a+b #tag ...more"), IsEmpty());
}

TEST(SearchText, ScriptsWithoutBlanksAreReadByTheCharacter) {
  const absl::string_view city = "北京市";
  EXPECT_THAT(Words(city), ElementsAre("北", "京", "市"));
  EXPECT_THAT(Compounds(city, SearchCompound::Kind::kPair), ElementsAre("北京", "京市"));
  EXPECT_THAT(Words("ภาษา"), ElementsAre("ภ", "า", "ษ", "า"));
  EXPECT_THAT(Words("ガス ｶﾞｽ"), ElementsAre("ガ", "ス", "ガ", "ス"));
  EXPECT_THAT(Compounds("대통령이", SearchCompound::Kind::kWord),
              ElementsAre("대통령이", "대통령"));
}

TEST(SearchText, FormsAreOneWhereReadersTakeThemForOne) {
  const std::pair<absl::string_view, absl::string_view> same[] = {
      {"ايران", "ایران"},      {"أحمد", "احمد"},
      {"كتاب", "کتاب"},        {"مُحَمَّد", "محمد"},
      {"العـــراق", "العراق"}, {"مدرسة", "مدرسه"},
      {"٢٠٢٤", "2024"},        {"۲۰۲۴", "2024"},
      {"ＦＩＦＡ", "fifa"},    {"ﬁnance", "Finance"},
      {"क़ानून", "कानून"},        {"ΟΔΟΣ", "οδός"},
      {"Ёлка", "елка"},        {"DİYARBAKIR", "Diyarbakır"},
      {"Straße", "STRASSE"},   {"Łódź", "lodz"},
      {"Hawaiʻi", "HAWAIʼI"}};
  for (const auto& [a, b] : same) EXPECT_EQ(Words(a), Words(b)) << a << " " << b;
  EXPECT_NE(Words("й"), Words("и")) << "letters of their own";
  EXPECT_NE(Words("ガ"), Words("カ"));
}

TEST(SearchText, UmlautsMayBeSpelledOut) {
  const SearchText text = AnalyzeForSearch("Müller Jørgensen Åse über Smith");
  std::vector<std::string> spelled;
  for (const SearchWord& word : text.words) spelled.push_back(word.spelled_out);
  EXPECT_THAT(spelled, ElementsAre("mueller", "joergensen", "aase", "ueber", ""));
}

// Pairs of forms of one word, the one with its accents, the other typed without.
TEST(SearchText, StemsDoNotDependOnAccents) {
  const std::array<absl::string_view, 3> pairs[] = {{"es", "investigaciones", "investigacion"},
                                                    {"es", "investigación", "investigaciones"},
                                                    {"es", "decisión", "decisiones"},
                                                    {"pt", "informação", "informacoes"},
                                                    {"pt", "informações", "informacao"},
                                                    {"fr", "sécurité", "securites"},
                                                    {"fr", "arrêtée", "arretees"},
                                                    {"it", "università", "universita"},
                                                    {"de", "Häuser", "hauser"},
                                                    {"en", "cafés", "cafe"},
                                                    {"sv", "frågor", "fraga"},
                                                    {"fi", "kylään", "kylaan"}};
  for (const auto& [language, a, b] : pairs) {
    std::string lower = FoldCase(a);
    const std::vector<std::string> first = SearchStems(lower, language);
    const std::vector<std::string>& second = SearchStems(b, language);
    EXPECT_TRUE(std::find_first_of(first.begin(), first.end(), second.begin(), second.end()) !=
                first.end())
        << language << ": " << a << " " << testing::PrintToString(first) << " " << b << " "
        << testing::PrintToString(second);
  }
  EXPECT_THAT(SearchStems("word", "zh"), IsEmpty());
}

TEST(SearchText, WordsLieInTheTextInOrder) {
  for (const ScriptSample& sample : kManyScripts) {
    const std::string text = ToNfc(Repeated(sample.text, 500, " "));
    const SearchText analysed = AnalyzeForSearch(text);
    uint32_t end = 0;
    for (const SearchWord& word : analysed.words) {
      EXPECT_GE(word.begin, end);
      EXPECT_GT(word.end, word.begin);
      EXPECT_TRUE(IsValidUtf8(absl::string_view(text).substr(word.begin, word.end - word.begin)));
      EXPECT_TRUE(!word.folded.empty() && IsValidUtf8(word.folded)) << sample.language;
      end = word.end;
    }
    for (const SearchCompound& compound : analysed.compounds) {
      EXPECT_LE(compound.first, compound.last);
      EXPECT_LT(compound.last, analysed.words.size());
      EXPECT_TRUE(IsValidUtf8(compound.folded)) << sample.language;
    }
    EXPECT_EQ(sample.language == "und", analysed.words.size() < 10) << sample.language;
  }
}

}  // namespace
}  // namespace akin
