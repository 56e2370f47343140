#include "services/recommendation/service/ready_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "common/metrics/metrics.h"
#include "common/time/clock.h"

namespace akin {
namespace {

using news::v1::ArticleView;
using recommendation::v1::ListSimilarArticlesRequest;
using recommendation::v1::ListSimilarArticlesResponse;

ListSimilarArticlesRequest Ask(absl::string_view seed, ArticleView view = {}) {
  ListSimilarArticlesRequest request;
  request.add_seeds()->set_article(std::string(seed));
  request.set_view(view);
  return request;
}

class ReadyAnswersTest : public testing::Test {
 protected:
  ReadyAnswersTest() { cache_.FollowLog("log", 1); }

  // As the handler does: takes the list through the cache, and keeps the whole answer.
  void Answer(const ListSimilarArticlesRequest& request, const std::string& headline) {
    const CacheQuery query = {.key = request.seeds(0).article()};
    const auto list = cache_.Get(query, [](absl::Time) {
      return Computed{.value = "ids", .revision = 7, .tags = {"hit/later"}};
    });
    ASSERT_TRUE(list.ok());
    ListSimilarArticlesResponse response;
    response.add_hits()->mutable_article()->set_headline(headline);
    response.mutable_info()->set_revision(1);
    ready_.Keep(request, nullptr, *list, response);
  }

  void AnswerTwice(const ListSimilarArticlesRequest& request) {
    Answer(request, "first");
    Answer(request, "second");
  }

  // As the caller reads it.
  absl::optional<ListSimilarArticlesResponse> Find(const ListSimilarArticlesRequest& request) {
    const absl::optional<ReadyAnswer> ready = ready_.Find(request, nullptr);
    if (!ready) return absl::nullopt;
    ListSimilarArticlesResponse response;
    EXPECT_TRUE(response.ParseFromString(*ready->shared + ready->own));
    return response;
  }

  FakeClock clock_;
  Metrics metrics_;
  Cache cache_{
      {.name = "test", .soft_ttl = absl::Seconds(30), .jitter = 0}, nullptr, clock_, metrics_};
  ReadyAnswers ready_{cache_, nullptr};
};

TEST_F(ReadyAnswersTest, WhatIsAskedForAgainIsReadyWithInfoOfItsOwn) {
  Answer(Ask("articles/dam"), "first");
  EXPECT_FALSE(Find(Ask("articles/dam"))) << "asked for only once";
  Answer(Ask("articles/dam"), "second");
  clock_.Advance(absl::Seconds(3));
  const auto ready = Find(Ask("articles/dam"));
  ASSERT_TRUE(ready);
  ASSERT_EQ(ready->hits_size(), 1);
  EXPECT_EQ(ready->hits(0).article().headline(), "second");
  EXPECT_EQ(ready->info().log_id(), "log");
  EXPECT_EQ(ready->info().revision(), 7);
  EXPECT_EQ(ready->info().cache_status(), news::v1::CACHE_STATUS_HIT);
  EXPECT_EQ(ready->info().cache_age().seconds(), 3);
  EXPECT_EQ(cache_.stats().hits, 2) << "of the list, and of the answer";
}

TEST_F(ReadyAnswersTest, AnotherRequestIsNotAnswered) {
  AnswerTwice(Ask("articles/dam"));
  EXPECT_FALSE(Find(Ask("articles/cup")));
  EXPECT_FALSE(Find(Ask("articles/dam", news::v1::ARTICLE_VIEW_NAME_ONLY)));
  ListSimilarArticlesRequest more = Ask("articles/dam");
  more.set_page_size(20);
  EXPECT_FALSE(Find(more));
}

TEST_F(ReadyAnswersTest, AnAnswerGoesWhenAHitChanges) {
  AnswerTwice(Ask("articles/dam"));
  cache_.Invalidate("hit/other", 8);
  EXPECT_TRUE(Find(Ask("articles/dam")));
  cache_.Invalidate("hit/later", 8);
  EXPECT_FALSE(Find(Ask("articles/dam")));
}

TEST_F(ReadyAnswersTest, AnAnswerOfBeforeIsNotKeptAfterTheChange) {
  Answer(Ask("articles/dam"), "first");
  const auto list = cache_.Get({.key = "articles/dam"}, nullptr);
  ASSERT_TRUE(list.ok());
  cache_.Invalidate("hit/later", 8);  // while the handler reads cards
  ready_.Keep(Ask("articles/dam"), nullptr, *list, {});
  EXPECT_FALSE(Find(Ask("articles/dam")));
}

TEST_F(ReadyAnswersTest, AnotherLogMakesAllAnswersOld) {
  AnswerTwice(Ask("articles/dam"));
  cache_.FollowLog("other log", 7);
  EXPECT_FALSE(Find(Ask("articles/dam")));
}

TEST_F(ReadyAnswersTest, AnAnswerIsReadyOnlyWhileItIsFresh) {
  AnswerTwice(Ask("articles/dam"));
  clock_.Advance(absl::Seconds(30));
  EXPECT_FALSE(Find(Ask("articles/dam"))) << "it has to be refreshed";
}

TEST_F(ReadyAnswersTest, TheRequestSaysHowNewItsAnswerMustBe) {
  AnswerTwice(Ask("articles/dam"));
  clock_.Advance(absl::Seconds(5));
  ListSimilarArticlesRequest request = Ask("articles/dam");
  request.set_min_revision(7);
  EXPECT_TRUE(Find(request));
  request.set_min_revision(8);
  EXPECT_FALSE(Find(request));
  request.clear_min_revision();
  for (const auto& [seconds, found] : {std::pair{5, true}, {4, false}, {0, false}, {-1, false}}) {
    request.mutable_max_staleness()->set_seconds(seconds);
    EXPECT_EQ(Find(request).has_value(), found) << seconds;
  }
}

TEST_F(ReadyAnswersTest, AnswersWithBodiesAreNotKept) {
  AnswerTwice(Ask("articles/dam", news::v1::ARTICLE_VIEW_FULL));
  EXPECT_FALSE(Find(Ask("articles/dam", news::v1::ARTICLE_VIEW_FULL)));
}

}  // namespace
}  // namespace akin
