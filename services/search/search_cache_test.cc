// Search behind its cache, with a real Redis.
#include <gmock/gmock.h>

#include "common/status/errors.h"
#include "common/testing/redis_server.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class SearchCacheTest : public SearchTestBase {
 protected:
  void SetUp() override {
    if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
    redis_ = std::make_unique<RedisServer>();
  }

  void StartWithRedis() {
    SearchApp::Options options;
    options.redis.address = redis_->address();
    options.redis.timeout = absl::Seconds(2);  // However busy the machine is.
    options.cache.soft_ttl = absl::Minutes(1);
    options.cache.hard_ttl = absl::Minutes(10);
    StartSearch(options);
    Ids("");  // waits until the view is up to date
  }

  // Asks without min_revision, so that the cache may answer.
  search::v1::SearchArticlesResponse Cached(absl::string_view query) {
    SearchArticlesRequest request;
    request.set_query(std::string(query));
    const auto response = Call(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : search::v1::SearchArticlesResponse();
  }

  std::unique_ptr<RedisServer> redis_;
};

TEST_F(SearchCacheTest, ARepeatedSearchIsAHitAtTheRevisionItWasComputedAt) {
  StartWithRedis();
  const int64_t revision = storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  storage_.Put(Article("b", "Beta story"));
  Ids("beta");
  const auto response = Cached("alpha");
  EXPECT_EQ(response.info().cache_status(), news::v1::CACHE_STATUS_HIT);
  EXPECT_EQ(response.info().revision(), revision);
}

TEST_F(SearchCacheTest, AHigherMinRevisionBypassesTheCache) {
  StartWithRedis();
  storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  storage_.Put(Article("b", "Alpha report"));
  EXPECT_THAT(Ids("alpha"), UnorderedElementsAre("a", "b"));
}

TEST_F(SearchCacheTest, AWithdrawnArticleIsNotServedFromTheCache) {
  StartWithRedis();
  storage_.Put(Article("a", "Alpha story"));
  storage_.Put(Article("b", "Alpha report"));
  EXPECT_EQ(Ids("alpha").size(), 2u);
  storage_.Withdraw("a");
  Ids("withdrawal seen");
  EXPECT_THAT(IdsOf(Cached("alpha")), ElementsAre("b"));
}

TEST_F(SearchCacheTest, AReplicaFindsInRedisWhatAnotherComputed) {
  StartWithRedis();
  storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  Cached("alpha");
  StopSearch();
  StartWithRedis();
  EXPECT_EQ(Cached("alpha").info().cache_status(), news::v1::CACHE_STATUS_HIT);
}

TEST_F(SearchCacheTest, WithoutRedisSearchGoesOnAndSaysSo) {
  StartWithRedis();
  storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  redis_->Kill();
  const auto response = Cached("story");
  EXPECT_EQ(response.hits_size(), 1);
  ASSERT_GE(response.info().degradations_size(), 1);
  EXPECT_EQ(response.info().degradations(0).component(), "redis");
}

TEST_F(SearchCacheTest, PagesAreTurnedByAReplicaThatDidNotMakeThem) {
  StartWithRedis();
  for (int i = 0; i < 3; ++i) storage_.Put(Article(absl::StrCat("a", i), "Alpha story"));
  SearchArticlesRequest request;
  request.set_query("alpha");
  request.set_page_size(2);
  const auto first = Search(request);
  ASSERT_TRUE(first.ok()) << first.status();
  StopSearch();
  storage_.Put(Article("later", "Alpha story"));
  StartWithRedis();
  request.set_page_token(first->next_page_token());
  const auto second = Search(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->hits_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace akin
