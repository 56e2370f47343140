#include "common/redis/redis_pool.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>
#include <vector>

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
