// What readers ask in their own words is answered by how much of it articles have.
#include <gmock/gmock.h>

#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchRelevanceTest : public SearchTestBase {
 protected:
  SearchRelevanceTest() { StartSearch(); }

  SearchArticlesResponse Answer(absl::string_view query) {
    SearchArticlesRequest request;
    request.set_query(std::string(query));
    const auto response = Search(request);
    EXPECT_TRUE(response.ok()) << query << response.status();
    return response.ok() ? *response : SearchArticlesResponse();
  }
};

TEST_F(SearchRelevanceTest, AFewWordsAreAllWantedAndTheAnswerSaysWhereNothingHasThem) {
  storage_.Put(Article("both", "Lithium mine opens", "In the north."));
  storage_.Put(Article("one", "Lithium prices fall", "Again."));
  EXPECT_THAT(Ids("lithium mine"), ElementsAre("both"));
  EXPECT_FALSE(Answer("lithium mine").relaxed());
  const SearchArticlesResponse relaxed = Answer("lithium prices mine");
  EXPECT_TRUE(relaxed.relaxed());
  EXPECT_EQ(relaxed.hits_size(), 2);
  EXPECT_THAT(relaxed.left_out(), testing::SizeIs(1));
  EXPECT_THAT(Answer("lithium zzyzx").left_out(), ElementsAre("zzyzx"));
  EXPECT_FALSE(Answer("zzyzx").relaxed()) << "there is nothing to leave out";
}

TEST_F(SearchRelevanceTest, LongQueriesAndQuestionsFindWhatHasMostOfThem) {
  storage_.Put(Article("best", "Ministers agree on fishing quotas", "Cod catches fall."));
  storage_.Put(Article("some", "Ministers meet", "They spoke of the weather."));
  storage_.Put(Article("none", "Football results", "A draw."));
  for (const absl::string_view query :
       {"which ministers agreed to cut cod catches this winter?",
        "MINISTERS CUT THE QUOTAS FOR COD CATCHES IN THE NORTH SEA",
        "ministers quotas cod (that is, catches) in brussels tonight"}) {
    const SearchArticlesResponse answer = Answer(query);
    EXPECT_FALSE(answer.relaxed()) << query;
    EXPECT_THAT(Ids(query), ElementsAre("best", "some")) << query;
  }
  EXPECT_THAT(Ids("what is zzyzx of the ministers?").front(), "some");
}

TEST_F(SearchRelevanceTest, WordsOfAQuestionThatStandTogetherCountForMore) {
  storage_.Put(
      Article("apart", "Harbour", "The red boats lie at anchor. A lantern stands on the pier."));
  storage_.Put(
      Article("near", "Harbour", "A red lantern stands on the pier. The boats lie at anchor."));
  storage_.Put(
      Article("again", "Harbour", "The red boats lie on a pier. A lantern stands at anchor."));
  EXPECT_EQ(Ids("where does a red lantern hang?").front(), "near");
  EXPECT_EQ(Ids("which lantern stands at anchor?").front(), "again");
}

TEST_F(SearchRelevanceTest, QuestionsInScriptsWithoutBlanksFindTheirWords) {
  storage_.Put(Article("zh", "黑豹队的防守", "黑豹队的防守只丢了308分，在联赛中排名第六。", "zh"));
  storage_.Put(Article("zh2", "天气", "今天的天气很好，明天有雨。", "zh"));
  storage_.Put(Article("ja", "首相の会見", "首相は東京で会見し、減税を発表した。", "ja"));
  storage_.Put(Article("th", "ทีมรับของแพนเธอร์ส", "ได้อันดับที่หกของลีก", "th"));
  EXPECT_EQ(Ids("黑豹队的防守丢了多少分？").front(), "zh");
  EXPECT_EQ(Ids("首相はどこで減税を発表しましたか").front(), "ja");
  EXPECT_EQ(Ids("ทีมรับของแพนเธอร์สได้อันดับที่เท่าไร").front(), "th");
  EXPECT_THAT(Ids("防守黑豹队联赛"), ElementsAre("zh")) << "several words, in any order";
}

TEST_F(SearchRelevanceTest, WordsThatAreWrittenNearlySoCount) {
  storage_.Put(Article("far", "Die Steuer steigt im Herbst", "Der Verein Nord gewinnt.", "de"));
  storage_.Put(
      Article("near", "Die Steuer steigt im Herbst", "Der Verkehrsminister gewinnt.", "de"));
  EXPECT_EQ(Ids("Wann steigt laut Minister die Steuer?").front(), "near");
}

TEST_F(SearchRelevanceTest, OperatorsStayStrictInLongQueries) {
  storage_.Put(Article("a", "Climate summit opens in Paris", "Ministers and scientists talk."));
  storage_.Put(Article("b", "Summit on climate in Paris", "Ministers and scientists talk."));
  EXPECT_THAT(Ids("\"climate summit\" ministers scientists paris talks"), ElementsAre("a"));
  EXPECT_THAT(Ids("ministers scientists paris talks -opens"), ElementsAre("b"));
  EXPECT_THAT(Ids("ministers scientists paris talks headline:opens"), ElementsAre("a"));
  EXPECT_THAT(Ids("\"summit paris\""), IsEmpty());
  EXPECT_THAT(Ids("who opened the \"climate summit\"?"), UnorderedElementsAre("a", "b"));
  const SearchArticlesResponse without =
      Answer("\"summit paris\" ministers scientists talk climate");
  EXPECT_TRUE(without.relaxed());
  EXPECT_THAT(without.left_out(), Contains("summit paris"));
}

TEST_F(SearchRelevanceTest, AcronymsAreNoFunctionWords) {
  storage_.Put(Article("who", "WHO warns of measles", "The WHO says so."));
  storage_.Put(Article("other", "Measles report delayed", "By a week."));
  EXPECT_THAT(Ids("WHO measles report"), testing::Not(IsEmpty()));
  EXPECT_THAT(Ids("WHO measles"), ElementsAre("who"));
  EXPECT_THAT(Ids("measles"), UnorderedElementsAre("who", "other"));
}

TEST_F(SearchRelevanceTest, AnArticlesNameOrAddressFindsIt) {
  news::v1::Article article = Article("ferry", "Ferry strike ends", "At last.");
  article.set_canonical_url("https://news.example/2026/ferry-strike-ends");
  storage_.Put(article);
  storage_.Put(Article("link", "Links", "See news.example/2026/ferry-strike-ends now."));
  for (const absl::string_view query :
       {"https://www.news.example/2026/ferry-strike-ends/?utm_source=x", "articles/ferry"}) {
    EXPECT_EQ(Ids(query).front(), "ferry") << query;
  }
  EXPECT_THAT(Ids("https://news.example/2026/ferry-strike-ends"), ElementsAre("ferry"));
}

TEST_F(SearchRelevanceTest, APastedTextIsALongQuery) {
  std::string text;
  for (int i = 0; i < 600; ++i) absl::StrAppend(&text, "w", i, " ");
  storage_.Put(Article("pasted", "Numbers", text));
  storage_.Put(Article("other", "Words", "w1 and w2"));
  EXPECT_THAT(Ids(text), ElementsAre("pasted")) << "rare words tell enough";
  EXPECT_THAT(Ids(absl::StrCat("w599 ", text)).front(), "pasted");
}

}  // namespace
}  // namespace akin
