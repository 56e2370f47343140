#include "common/filter/article_filter.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

news::v1::Article Sample() {
  news::v1::Article article;
  article.set_name("articles/a1");
  article.set_headline("Rain in Berlin");
  article.set_source("sources/example.com");
  article.set_language("en-GB");
  article.add_categories("sport");
  article.add_categories("cycling");
  article.add_keywords("tour");
  article.add_authors("Ann Ott");
  article.mutable_publish_time()->set_seconds(1714564800);
  article.mutable_publish_time()->set_nanos(500'000'000);
  article.set_story("stories/s1");
  article.set_external_id("guid:1");
  article.set_canonical_url("https://example.com/1");
  article.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  return article;
}

TEST(ArticleFilter, EveryFieldIsSeen) {
  const std::pair<absl::string_view, bool> cases[] = {
      {"name = a1", true},
      {"name = articles/a1", true},
      {"headline = \"Rain*\"", true},
      {"source = example.com", true},
      {"source = \"sources/example.com\"", true},
      {"source = \"exam*\"", true},
      {"source = other.com", false},
      {"language = en", true},
      {"language = en-GB", true},
      {"language = en-US", false},
      {"language != en", false},
      {"category:sport", true},
      {"categories:cycling", true},
      {"categories = golf", false},
      {"keyword:tour", true},
      {"author:\"Ann*\"", true},
      {"publish_time > 2024-05-01T12:00:00.4Z AND publish_time < 2024-05-01T12:00:00.6Z", true},
      {"update_time:*", false},
      {"create_time < 2030-01-01", false},
      {"story = s1", true},
      {"state = ACTIVE", true},
      {"state = WITHDRAWN", false},
      {"external_id = \"guid:1\"", true},
      {"canonical_url = \"https://example.com/*\"", true},
      {"canonical_url = https://example.com/1", true},
  };
  for (const auto& [text, expected] : cases) {
    const auto filter = ParseArticleFilter(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_EQ(MatchesArticle(*filter, Sample()), expected) << text;
  }
}

TEST(ArticleFilter, OperandsTakeTheFormThatArticlesHave) {
  const auto filter = ParseArticleFilter("source = example.com AND story = \"stories/s1\"");
  EXPECT_EQ(*ConjunctString(*filter, static_cast<int>(ArticleField::kSource)),
            "sources/example.com");
  EXPECT_EQ(*ConjunctString(*filter, static_cast<int>(ArticleField::kStory)), "stories/s1");
}

}  // namespace
}  // namespace akin
