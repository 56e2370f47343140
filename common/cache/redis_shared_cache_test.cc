#include "common/cache/redis_shared_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/cache.h"
#include "common/testing/redis_server.h"

namespace akin {
namespace {

// A replica: cache, Redis client and a source that answers with the key.
class Replica {
 public:
  Replica(const RedisServer& server, absl::Duration redis_timeout) {
    RedisClient::Options options = {.address = server.address(), .timeout = redis_timeout};
    options.breaker.open_for = absl::Milliseconds(100);
    redis_ = *RedisClient::Create(options, clock_, metrics_);
    shared_ = std::make_unique<RedisSharedCache>(*redis_);
    cache_ =
        std::make_unique<Cache>(Cache::Options{.name = "test"}, shared_.get(), clock_, metrics_);
  }

  absl::StatusOr<CacheAnswer> Get(const std::string& key) {
    return cache_->Get({.key = key}, [this, key](absl::Time) -> absl::StatusOr<Computed> {
      ++computations;
      return Computed{.value = key, .revision = 7};
    });
  }

  std::atomic<int> computations = 0;

 private:
  SystemClock clock_;
  Metrics metrics_;
  std::unique_ptr<RedisClient> redis_;
  std::unique_ptr<RedisSharedCache> shared_;
  std::unique_ptr<Cache> cache_;
};

class RedisSharedCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
    server_ = std::make_unique<RedisServer>();
  }

  // Gets a new key until Redis takes part again.
  void AwaitRedis(Replica& replica) {
    while (replica.Get(absl::StrCat("await", ++awaited_))->info.shared_cache_down) {
      std::this_thread::yield();
    }
  }

  std::unique_ptr<RedisServer> server_;
  int awaited_ = 0;
};

TEST_F(RedisSharedCacheTest, WhatOneReplicaComputedTheOtherHits) {
  Replica a(*server_, absl::Seconds(20)), b(*server_, absl::Seconds(20));
  EXPECT_EQ(a.Get("k")->info.outcome, CacheOutcome::kMiss);
  const auto hit = b.Get("k");
  EXPECT_EQ(hit->info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(hit->value(), "k");
  EXPECT_EQ(hit->info.revision, 7);
  EXPECT_EQ(b.computations, 0);
}

TEST_F(RedisSharedCacheTest, RedisKilledAndBackInTheMiddleOfTrafficFailsNoCall) {
  Replica replica(*server_, absl::Milliseconds(50));
  std::atomic<bool> done = false;
  std::atomic<int> calls = 0, wrong = 0, degraded = 0;
  std::vector<std::thread> traffic;
  for (int t = 0; t < 4; ++t) {
    traffic.emplace_back([&, t] {
      for (int i = 0; !done; ++i) {
        const std::string key = absl::StrCat(t, ".", i);
        const auto answer = replica.Get(key);
        ++calls;
        wrong += !answer.ok() || answer->value() != key;
        degraded += answer.ok() && answer->info.shared_cache_down;
      }
    });
  }
  const auto await_calls = [&](int more) {
    for (const int until = calls + more; calls < until;) std::this_thread::yield();
  };
  for (int round = 0; round < 3; ++round) {
    await_calls(200);
    server_->Kill();
    const int degraded_before = degraded;
    while (degraded == degraded_before) std::this_thread::yield();
    await_calls(200);
    server_->Start();
    AwaitRedis(replica);
  }
  done = true;
  for (std::thread& thread : traffic) thread.join();
  EXPECT_EQ(wrong, 0);
  Replica other(*server_, absl::Seconds(20));
  ASSERT_TRUE(replica.Get("after").ok());
  EXPECT_EQ(other.Get("after")->info.outcome, CacheOutcome::kHit);
}

TEST_F(RedisSharedCacheTest, ValuesThatWereDamagedOrMovedAreAsGoodAsNone) {
  Replica first(*server_, absl::Seconds(20));
  ASSERT_TRUE(first.Get("a").ok() && first.Get("b").ok());
  const std::string a = server_->Operate({"GET", "akin:test::a"});
  const std::string b = server_->Operate({"GET", "akin:test::b"});
  ASSERT_FALSE(a.empty());
  std::vector<std::string> poisons = {b, "", "garbage", a.substr(0, a.size() - 1), a + "x"};
  for (size_t i = 0; i < a.size(); ++i) {
    poisons.push_back(a);
    poisons.back()[i] = static_cast<char>(poisons.back()[i] ^ 1);
  }
  for (const std::string& poison : poisons) {
    server_->Operate({"SET", "akin:test::a", poison});
    Replica second(*server_, absl::Seconds(20));
    const auto answer = second.Get("a");
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->value(), "a");
    EXPECT_EQ(second.computations, 1);
  }
}

TEST_F(RedisSharedCacheTest, PausedRedisCostsABoundedTimeAndThenNothing) {
  constexpr absl::Duration kTimeout = absl::Milliseconds(20);
  Replica replica(*server_, kTimeout);
  AwaitRedis(replica);
  server_->Pause();
  const absl::Time start = absl::Now();
  std::vector<absl::Duration> times;
  for (int i = 0; i < 2'000; ++i) {
    const absl::Time call_start = absl::Now();
    const auto answer = replica.Get(absl::StrCat(i));
    times.push_back(absl::Now() - call_start);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_TRUE(answer->info.shared_cache_down);
  }
  // Without the circuit each call would wait twice: 80 s. With it, five wait at first, and then one
  // probe every 50 to 150 ms. The median call does not notice.
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  std::nth_element(times.begin(), times.begin() + 1'000, times.end());
  EXPECT_LT(times[1'000], kTimeout / 2);
  server_->Resume();
  AwaitRedis(replica);
}

}  // namespace
}  // namespace akin
