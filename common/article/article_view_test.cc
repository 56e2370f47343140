#include "common/article/article_view.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

news::v1::Article Full() {
  news::v1::Article article;
  article.set_name("articles/a");
  article.set_headline("Headline");
  article.set_body("Body");
  article.set_external_id("guid");
  article.add_keywords("word");
  article.add_authors("Ann");
  article.set_revision(7);
  article.set_story("stories/s");
  article.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  return article;
}

news::v1::Article In(news::v1::ArticleView view) {
  news::v1::Article article = Full();
  KeepView(view, article);
  return article;
}

TEST(ArticleView, NameOnlyKeepsWhatNamesIt) {
  news::v1::Article expected;
  expected.set_name("articles/a");
  expected.set_revision(7);
  expected.set_story("stories/s");
  expected.set_state(news::v1::ARTICLE_STATE_ACTIVE);
  EXPECT_EQ(In(news::v1::ARTICLE_VIEW_NAME_ONLY).SerializeAsString(), expected.SerializeAsString());
}

TEST(ArticleView, CardIsTheDefaultAndHasNoBody) {
  for (const auto view : {news::v1::ARTICLE_VIEW_CARD, news::v1::ARTICLE_VIEW_UNSPECIFIED}) {
    const news::v1::Article card = In(view);
    EXPECT_EQ(card.headline(), "Headline");
    EXPECT_EQ(card.authors_size(), 1);
    EXPECT_TRUE(card.body().empty());
    EXPECT_EQ(card.keywords_size(), 0);
  }
}

TEST(ArticleView, FullIsEverything) {
  EXPECT_EQ(In(news::v1::ARTICLE_VIEW_FULL).SerializeAsString(), Full().SerializeAsString());
}

}  // namespace
}  // namespace akin
