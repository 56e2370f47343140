#include "common/redis/redis_pool.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "common/testing/scripted_redis.h"

namespace akin {
namespace {

using OpenResult = absl::StatusOr<std::unique_ptr<RedisConnection>>;

TEST(RedisPoolTest, SlowOpeningCostsNoMoreThanTheDeadline) {
  std::promise<void> name_server_answers;
  RedisPool pool(1, [&]() -> OpenResult {
    name_server_answers.get_future().wait();
    return absl::UnavailableError("late");
  });
  const absl::Time start = absl::Now();
  EXPECT_EQ(pool.Acquire(RedisDeadlineIn(absl::Milliseconds(20))).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(20));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  name_server_answers.set_value();
}

class RetiringPoolTest : public testing::Test {
 protected:
  std::unique_ptr<RedisConnection> Acquire() {
    return *pool_.Acquire(RedisDeadlineIn(absl::Seconds(20)));
  }

  ScriptedRedis redis_{[](const auto&) { return "+OK\r\n"; }};
  RedisPool pool_{3, [this] {
                    return RedisConnection::Open(*ParseRedisAddress(redis_.address()),
                                                 absl::Seconds(20));
                  }};
};

TEST_F(RetiringPoolTest, ConnectionThatLeadsWrongIsNotUsedAgainNorThoseOpenedBeforeThatWasKnown) {
  auto wrong = Acquire(), in_use = Acquire(), idle = Acquire();
  pool_.Release(std::move(idle));
  pool_.Retire(*wrong);
  pool_.Release(std::move(wrong));
  auto later = Acquire();
  const RedisDeadline opened_at = later->opened_at();
  pool_.Retire(*in_use);  // Known already: nothing is said of the later one.
  pool_.Release(std::move(in_use));
  pool_.Release(std::move(later));
  EXPECT_EQ(Acquire()->opened_at(), opened_at);
}

TEST_F(RetiringPoolTest, RetiredConnectionsMakeRoomForNewOnes) {
  for (int round = 0; round < 5; ++round) {
    auto a = Acquire(), b = Acquire(), c = Acquire();
    const RedisDeadline now = std::chrono::steady_clock::now();
    pool_.Release(std::move(a));
    pool_.RetireAll();
    pool_.Release(std::move(b));
    pool_.Release(std::move(c));
    auto later = Acquire();
    EXPECT_GT(later->opened_at(), now);
    pool_.Release(std::move(later));
  }
}

TEST(RedisPoolTest, FailureToOpenIsToldToAllWhoWaitWithoutAwaitingTheirDeadline) {
  RedisPool pool(2, []() -> OpenResult { return absl::UnavailableError("refused"); });
  std::vector<std::future<absl::Status>> callers;
  for (int i = 0; i < 8; ++i) {
    callers.push_back(std::async(std::launch::async, [&pool] {
      return pool.Acquire(RedisDeadlineIn(absl::Hours(1))).status();
    }));
  }
  for (auto& caller : callers) EXPECT_EQ(caller.get(), absl::UnavailableError("refused"));
}

}  // namespace
}  // namespace akin
