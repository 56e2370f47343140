#include "services/storage/domain/article_order.h"

#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(ArticleOrder, OrdersAreReadAsWritten) {
  EXPECT_EQ(ParseArticleOrder("")->field, ArticleTimeField::kPublishTime);
  EXPECT_TRUE(ParseArticleOrder("")->descending);
  EXPECT_FALSE(ParseArticleOrder("create_time")->descending);
  EXPECT_FALSE(ParseArticleOrder("create_time asc")->descending);
  EXPECT_TRUE(ParseArticleOrder("  update_time   desc ")->descending);
  EXPECT_EQ(ParseArticleOrder("update_time desc")->field, ArticleTimeField::kUpdateTime);
}

TEST(ArticleOrder, OtherOrdersAreRefused) {
  for (const char* order : {"headline", "publish_time down", "desc", "publish_time, name",
                            "publish_time desc desc", "PUBLISH_TIME"}) {
    EXPECT_EQ(ErrorField(ParseArticleOrder(order).status()), "order_by") << order;
  }
}

TEST(ArticleOrder, PositionsSurviveTheirText) {
  const ArticlePosition positions[] = {
      {absl::nullopt, "articles/a"},
      {absl::FromUnixSeconds(-5) + absl::Nanoseconds(1), "articles/a b"},
      {absl::FromUnixSeconds(253'402'300'799), "articles/z"},
  };
  for (const ArticlePosition& position : positions) {
    const auto back = DecodePosition(EncodePosition(position));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->time, position.time);
    EXPECT_EQ(back->name, position.name);
  }
}

TEST(ArticleOrder, OtherTextIsNoPosition) {
  for (const char* text : {"", "1", "1 2", "1 2 ", "a b articles/a", "- 2 articles/a"}) {
    EXPECT_FALSE(DecodePosition(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace akin
