#include "tests/bench/load/load.h"

#include <gtest/gtest.h>

#include <atomic>
#include <utility>

#include "absl/time/clock.h"
#include "common/sync/executor.h"
#include "tests/bench/load/process_usage.h"

namespace akin::bench {
namespace {

// A server that takes `each` for a call, one call at a time.
class OneAtATime {
 public:
  explicit OneAtATime(absl::Duration each) : each_(each), executor_(1) {}

  void operator()(std::function<void(bool)> done) {
    const int number = calls_++;
    executor_.Run([this, number, done = std::move(done)] {
      absl::SleepFor(number == stalled_ ? absl::Milliseconds(200) : each_);
      done(number != failed_);
    });
  }

  int stalled_ = -1;
  int failed_ = -1;

 private:
  const absl::Duration each_;
  std::atomic<int> calls_{0};
  Executor executor_;
};

TEST(ClosedLoop, FindsTheServersThroughput) {
  OneAtATime server(absl::Milliseconds(2));
  const LoadResult result = ClosedLoop([&](auto done) { server(done); }, 4, absl::Seconds(1));
  EXPECT_LE(result.PerSecond(), 500);
  EXPECT_GT(result.PerSecond(), 20);  // the machine may be busy with other things
  EXPECT_EQ(result.errors, 0);
  EXPECT_GE(result.Percentile(0.5), 2 * 3);  // three are always before one
}

TEST(ClosedLoop, CountsErrorsApart) {
  OneAtATime server(absl::Milliseconds(1));
  server.failed_ = 3;
  EXPECT_EQ(ClosedLoop([&](auto done) { server(done); }, 2, absl::Milliseconds(200)).errors, 1);
}

TEST(OpenLoop, AStallIsSeenByAllWhoWouldHaveMetIt) {
  OneAtATime server(absl::Microseconds(100));
  server.stalled_ = 50;
  const LoadResult result =
      OpenLoop([&](auto done) { server(done); }, 200, absl::Seconds(1), /*seed=*/1);
  // Some 40 of 200 calls were due within the 200 ms, not one.
  EXPECT_GT(result.Percentile(0.9), 50);
  EXPECT_FALSE(result.overloaded);
}

TEST(LoadResult, PercentilesAreByRank) {
  LoadResult result;
  for (int i = 1; i <= 100; ++i) result.millis.push_back(i);
  EXPECT_EQ(result.Percentile(0.5), 50);
  EXPECT_EQ(result.Percentile(0.99), 99);
  EXPECT_EQ(result.Percentile(1), 100);
  EXPECT_EQ(LoadResult().Percentile(0.5), 0);
}

TEST(ProcessUsage, SeesWhatIsHeld) {
  const int64_t before = ResidentBytes();
  std::vector<char> held(64 << 20, 1);
  EXPECT_NEAR(ResidentBytes() - before, held.size(), 8 << 20);
}

}  // namespace
}  // namespace akin::bench
