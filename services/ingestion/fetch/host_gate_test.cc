#include "services/ingestion/fetch/host_gate.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

class HostGateTest : public testing::Test {
 protected:
  bool Enters(absl::string_view host) { return gate_.TryEnter(host).visit.has_value(); }
  absl::Duration Wait(absl::string_view host) {
    return gate_.TryEnter(host).try_again - clock_.Now();
  }

  FakeClock clock_;
  HostGate gate_{{.max_visits_per_host = 2,
                  .min_delay = absl::Seconds(1),
                  .max_delay = absl::Seconds(30),
                  .max_hosts = 3},
                 clock_};
};

TEST_F(HostGateTest, VisitsOfOneHostStartADelayApart) {
  EXPECT_TRUE(Enters("a.example"));
  EXPECT_FALSE(Enters("a.example"));
  EXPECT_EQ(Wait("a.example"), absl::Seconds(1));
  clock_.Advance(absl::Milliseconds(999));
  EXPECT_EQ(Wait("a.example"), absl::Milliseconds(1));
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_TRUE(Enters("a.example"));
}

TEST_F(HostGateTest, HostsDoNotWaitForEachOther) {
  EXPECT_TRUE(Enters("a.example"));
  EXPECT_TRUE(Enters("b.example"));
}

TEST_F(HostGateTest, NoMoreThanTheLimitVisitAHostAtOnce) {
  auto first = gate_.TryEnter("a.example");
  clock_.Advance(absl::Seconds(5));
  auto second = gate_.TryEnter("a.example");
  clock_.Advance(absl::Seconds(5));
  auto third = gate_.TryEnter("a.example");
  ASSERT_TRUE(first.visit && second.visit);
  EXPECT_FALSE(third.visit);
  EXPECT_GT(third.try_again, clock_.Now());
  first.visit.reset();
  EXPECT_TRUE(Enters("a.example"));
}

TEST_F(HostGateTest, AMovedVisitLeavesOnce) {
  {
    auto entry = gate_.TryEnter("a.example");
    const HostGate::Visit moved = std::move(*entry.visit);
    entry.visit.reset();
  }
  std::vector<HostGate::Entry> entries;
  for (int i = 0; i < 2; ++i) {
    clock_.Advance(absl::Seconds(1));
    entries.push_back(gate_.TryEnter("a.example"));
    EXPECT_TRUE(entries.back().visit);
  }
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(Enters("a.example"));
}

TEST_F(HostGateTest, AHostMayAskForMoreDelayWithinTheCap) {
  EXPECT_TRUE(Enters("a.example"));
  gate_.SetDelay("a.example", absl::Seconds(10));
  EXPECT_EQ(Wait("a.example"), absl::Seconds(10)) << "also counts from the visit before it was set";
  gate_.SetDelay("a.example", absl::Hours(5));
  EXPECT_EQ(Wait("a.example"), absl::Seconds(30));
  gate_.SetDelay("a.example", absl::ZeroDuration());
  EXPECT_EQ(Wait("a.example"), absl::Seconds(1));
}

TEST_F(HostGateTest, AClosedHostStaysClosedUntilTheLatestTimeSaid) {
  gate_.CloseUntil("a.example", clock_.Now() + absl::Minutes(5));
  gate_.CloseUntil("a.example", clock_.Now() + absl::Minutes(1));
  EXPECT_EQ(Wait("a.example"), absl::Minutes(5));
  clock_.Advance(absl::Minutes(5));
  EXPECT_TRUE(Enters("a.example"));
}

TEST_F(HostGateTest, ForgettingHostsKeepsThoseBeingVisitedAndThoseThatWait) {
  auto visiting = gate_.TryEnter("visited.example");
  gate_.CloseUntil("closed.example", clock_.Now() + absl::Hours(1));
  clock_.Advance(absl::Seconds(10));
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(Enters(absl::StrCat("host", i, ".example")));
    clock_.Advance(absl::Seconds(1));
  }
  EXPECT_FALSE(Enters("closed.example"));
  EXPECT_TRUE(Enters("visited.example"));
  clock_.Advance(absl::Seconds(1));
  auto second = gate_.TryEnter("visited.example");
  EXPECT_TRUE(second.visit) << "the first is still in, the last has left";
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(Enters("visited.example"));
}

TEST(HostGateThreadsTest, TheLimitHoldsAmongThreads) {
  const SystemClock clock;
  HostGate gate({.max_visits_per_host = 3, .min_delay = absl::ZeroDuration()}, clock);
  std::atomic<int> inside = 0, most = 0, entered = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) {
        const HostGate::Entry entry = gate.TryEnter("a.example");
        if (!entry.visit) continue;
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) continue;
        ++entered;
        std::this_thread::yield();
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 3);
  EXPECT_GT(entered, 0);
}

}  // namespace
}  // namespace akin
