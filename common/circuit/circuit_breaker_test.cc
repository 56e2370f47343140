#include "common/circuit/circuit_breaker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace akin {
namespace {

class CircuitBreakerTest : public testing::Test {
 protected:
  void Fail(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(breaker_.Allow());
      breaker_.ReportFailure();
    }
  }

  FakeClock clock_;
  CircuitBreaker breaker_{{.failures_to_open = 3, .open_for = absl::Seconds(10), .jitter = 0.5},
                          clock_,
                          std::mt19937_64(7)};
};

TEST_F(CircuitBreakerTest, FailuresThatAreNotInARowDoNotOpenIt) {
  for (int i = 0; i < 5; ++i) {
    Fail(2);
    ASSERT_TRUE(breaker_.Allow());
    breaker_.ReportSuccess();
  }
  EXPECT_FALSE(breaker_.IsOpen());
}

TEST_F(CircuitBreakerTest, FailuresInARowOpenItUntilTheDelayHasPassed) {
  Fail(3);
  EXPECT_TRUE(breaker_.IsOpen());
  EXPECT_FALSE(breaker_.Allow());
  clock_.Advance(absl::Milliseconds(4'999));
  EXPECT_FALSE(breaker_.Allow());
  clock_.Advance(absl::Milliseconds(10'001));
  EXPECT_TRUE(breaker_.Allow());
}

TEST_F(CircuitBreakerTest, OneProbeGoesThroughAndItsSuccessCloses) {
  Fail(3);
  clock_.Advance(absl::Seconds(15));
  EXPECT_TRUE(breaker_.Allow());
  EXPECT_FALSE(breaker_.Allow());
  EXPECT_TRUE(breaker_.IsOpen());
  breaker_.ReportSuccess();
  EXPECT_FALSE(breaker_.IsOpen());
  Fail(2);
  EXPECT_FALSE(breaker_.IsOpen());
}

TEST_F(CircuitBreakerTest, FailedProbeOpensItForAnotherDelay) {
  Fail(3);
  clock_.Advance(absl::Seconds(15));
  Fail(1);
  EXPECT_FALSE(breaker_.Allow());
  clock_.Advance(absl::Seconds(15));
  EXPECT_TRUE(breaker_.Allow());
}

TEST_F(CircuitBreakerTest, LateFailureOfAnEarlierCallDoesNotPutOffTheProbe) {
  ASSERT_TRUE(breaker_.Allow());
  Fail(3);
  clock_.Advance(absl::Seconds(14));
  breaker_.ReportFailure();
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(breaker_.Allow());
}

TEST_F(CircuitBreakerTest, OneRefusalOpensIt) {
  ASSERT_TRUE(breaker_.Allow());
  EXPECT_TRUE(breaker_.ReportRefusal());
  EXPECT_FALSE(breaker_.Allow());
  clock_.Advance(absl::Seconds(15));
  EXPECT_TRUE(breaker_.Allow());
  EXPECT_FALSE(breaker_.ReportRefusal());
  EXPECT_FALSE(breaker_.Allow());
}

TEST_F(CircuitBreakerTest, OutcomeThatSaysNothingNeitherOpensNorClosesNorForgetsFailures) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(breaker_.Allow());
    breaker_.ReportNothing();
  }
  Fail(2);
  ASSERT_TRUE(breaker_.Allow());
  breaker_.ReportNothing();
  Fail(1);
  EXPECT_TRUE(breaker_.IsOpen());
  clock_.Advance(absl::Seconds(15));
  ASSERT_TRUE(breaker_.Allow());
  breaker_.ReportNothing();
  EXPECT_FALSE(breaker_.Allow());
  clock_.Advance(absl::Seconds(15));
  EXPECT_TRUE(breaker_.Allow());
}

// What works by halves: each probe succeeds, and the next call fails.
TEST_F(CircuitBreakerTest, RelapsesDoubleTheDelayUpToALimitAndCalmResetsIt) {
  CircuitBreaker breaker({.failures_to_open = 1, .open_for = absl::Seconds(10), .jitter = 0},
                         clock_, std::mt19937_64(7));
  const auto refused_for = [&] {
    breaker.ReportFailure();
    const absl::Time start = clock_.Now();
    while (!breaker.Allow()) clock_.Advance(absl::Seconds(1));
    breaker.ReportSuccess();
    return clock_.Now() - start;
  };
  EXPECT_EQ(refused_for(), absl::Seconds(10));
  EXPECT_EQ(refused_for(), absl::Seconds(20));
  EXPECT_EQ(refused_for(), absl::Seconds(30));
  EXPECT_EQ(refused_for(), absl::Seconds(30));
  clock_.Advance(absl::Seconds(11));
  EXPECT_EQ(refused_for(), absl::Seconds(10));
}

TEST_F(CircuitBreakerTest, DelaysDifferByTheJitter) {
  std::vector<bool> probed;
  for (int i = 0; i < 64; ++i) {
    CircuitBreaker breaker({.failures_to_open = 1, .open_for = absl::Seconds(10), .jitter = 0.5},
                           clock_, std::mt19937_64(i));
    breaker.ReportFailure();
    clock_.Advance(absl::Seconds(10));
    probed.push_back(breaker.Allow());
  }
  const auto early = std::count(probed.begin(), probed.end(), true);
  EXPECT_GT(early, 10);
  EXPECT_LT(early, 54);
}

TEST_F(CircuitBreakerTest, OfManyThreadsOneProbes) {
  Fail(3);
  clock_.Advance(absl::Seconds(15));
  std::atomic<int> probes = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] { probes += breaker_.Allow(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(probes, 1);
}

}  // namespace
}  // namespace akin
