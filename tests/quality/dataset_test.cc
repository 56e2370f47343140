#include "tests/quality/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

news::v1::Article ArticleOf(const std::string& line, Role role = Role::kQuery) {
  const auto data = ParseDataLine(line, role);
  EXPECT_TRUE(data.ok()) << data.status();
  return data.ok() ? data->article : news::v1::Article();
}

TEST(Dataset, ALineBecomesAnArticle) {
  const auto article = ArticleOf(
      R"({"id":"a-1","title":"Rain","summary":"S","body":"B","published":"2015-03-01T10:00:00Z",
          "url":"https://example.com/1","source":"example.com","lang":"en","label":"x"})");
  EXPECT_EQ(article.external_id(), "a-1");
  EXPECT_EQ(article.headline(), "Rain");
  EXPECT_EQ(article.summary(), "S");
  EXPECT_EQ(article.body(), "B");
  EXPECT_EQ(article.publish_time().seconds(), 1425204000);
  EXPECT_EQ(article.canonical_url(), "https://example.com/1");
  EXPECT_EQ(article.source(), "sources/example-com-" + article.source().substr(20));
  EXPECT_EQ(article.language(), "en");
}

TEST(Dataset, LabelsAreNeverRead) {
  const auto one = ArticleOf(R"({"id":"a","title":"T","label":"x","labels":["x"],"group":"g"})");
  const auto other = ArticleOf(R"({"id":"a","title":"T","label":"y","kind":"k"})");
  EXPECT_EQ(one.SerializeAsString(), other.SerializeAsString());
}

TEST(Dataset, AnEmptyTitleBecomesTheFirstSentence) {
  const auto article = ArticleOf(R"({"id":"a","title":"","body":"It rained. Then it stopped."})");
  EXPECT_EQ(article.headline(), "It rained.");
  EXPECT_EQ(article.body(), "It rained. Then it stopped.");
  EXPECT_EQ(ArticleOf(R"({"id":"a","title":" ","summary":"Only this. More."})").headline(),
            "Only this.");
  EXPECT_EQ(ArticleOf(R"({"id":"a-9"})").headline(), "a-9");
}

TEST(Dataset, EmptyAndImpossibleValuesAreLeftOut) {
  const auto article =
      ArticleOf(R"({"id":"a","title":"T","published":"","url":"nowhere","source":"","lang":""})");
  EXPECT_FALSE(article.has_publish_time());
  EXPECT_EQ(article.canonical_url(), "");
  EXPECT_EQ(article.source(), "");
}

TEST(Dataset, AnyTextMakesASourceOfItsOwn) {
  EXPECT_EQ(SourceOf("reuters"), "sources/reuters");
  EXPECT_THAT(SourceOf("BBC News"), StartsWith("sources/bbc-news-"));
  EXPECT_NE(SourceOf("ECB"), SourceOf("ECB+"));
  EXPECT_NE(SourceOf("日本"), SourceOf("中国"));
  EXPECT_EQ(SourceOf("BBC News"), SourceOf("BBC News"));
}

TEST(Dataset, OnlyBackgroundFailsItsFilter) {
  const std::string line = R"({"id":"a","title":"T"})";
  const std::string background = ArticleOf(line, Role::kBackground).external_id();
  const std::string filter = WithoutBackground();
  const std::string prefix =
      filter.substr(filter.find('"') + 1, filter.find('*') - filter.find('"') - 1);
  EXPECT_TRUE(absl::StartsWith(background, prefix)) << filter;
  EXPECT_FALSE(absl::StartsWith(ArticleOf(line, Role::kDistractor).external_id(), prefix));
}

TEST(Dataset, BadLinesAreRefused) {
  EXPECT_FALSE(ParseDataLine("not json", Role::kQuery).ok());
  EXPECT_FALSE(ParseDataLine("[1]", Role::kQuery).ok());
  EXPECT_THAT(std::string(ParseDataLine(R"({"title":"T"})", Role::kQuery).status().message()),
              HasSubstr("no id"));
}

}  // namespace
}  // namespace akin
