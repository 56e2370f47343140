#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "common/sync/crew.h"
#include "common/sync/executor.h"
#include "common/sync/mutex.h"
#include "common/sync/periodic_task.h"
#include "common/sync/timer_queue.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

TEST(CrewTest, EachPieceIsDoneOnceAndCanBeReadAfterwards) {
  for (const size_t helpers : {0, 1, 3}) {
    Crew crew(helpers);
    for (size_t count = 0; count < 200; ++count) {
      std::vector<size_t> pieces(count);
      crew.ForEach(count, [&](size_t i) { pieces[i] += i + 1; });
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(pieces[i], i + 1);
    }
  }
}

TEST(CrewTest, SeveralCallersMayWantItAtOnce) {
  Crew crew(2);
  std::atomic<int> done = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int round = 0; round < 50; ++round) {
        std::vector<int> pieces(20);
        crew.ForEach(pieces.size(), [&](size_t piece) { pieces[piece] = 1; });
        done += std::accumulate(pieces.begin(), pieces.end(), 0);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done, 4 * 50 * 20);
}

TEST(CrewTest, PiecesAreDoneSideBySide) {
  Crew crew(1);
  Mutex mu;
  CondVar changed;
  int begun = 0;
  crew.ForEach(2, [&](size_t) {  // Each ends only when the other has begun.
    MutexLock lock(mu);
    ++begun;
    changed.NotifyAll();
    while (begun < 2) changed.Wait(mu);
  });
  EXPECT_EQ(begun, 2);
}

TEST(ExecutorTest, RunsEverythingThatWasAddedBeforeItIsDestroyed) {
  std::atomic<int> ran = 0;
  {
    Executor executor(3);
    for (int i = 0; i < 1000; ++i) executor.Run([&] { ++ran; });
  }
  EXPECT_EQ(ran, 1000);
}

TEST(ExecutorTest, OneThreadKeepsTheOrder) {
  std::vector<int> order;
  {
    Executor executor(1);
    for (int i = 0; i < 100; ++i) executor.Run([&order, i] { order.push_back(i); });
  }
  ASSERT_EQ(order.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(order[i], i);
}

struct Fired {
  void Add(int n) {
    MutexLock lock(mu);
    order.push_back(n);
    changed.NotifyAll();
  }
  std::vector<int> AwaitCount(size_t count) {
    MutexLock lock(mu);
    while (order.size() < count) changed.Wait(mu);
    return order;
  }
  Mutex mu;
  CondVar changed;
  std::vector<int> order;
};

TEST(TimerQueueTest, FiresInOrderOfTimeNotOfScheduling) {
  Fired fired;
  TimerQueue timers;
  timers.RunAfter(absl::Milliseconds(30), [&] { fired.Add(2); });
  timers.RunAfter(absl::Milliseconds(5), [&] { fired.Add(1); });
  EXPECT_EQ(fired.AwaitCount(2), (std::vector<int>{1, 2}));
}

TEST(TimerQueueTest, ACancelledTimerNeverFires) {
  Fired fired;
  TimerQueue timers;
  const TimerQueue::Id id = timers.RunAfter(absl::Milliseconds(20), [&] { fired.Add(1); });
  EXPECT_TRUE(timers.Cancel(id));
  EXPECT_FALSE(timers.Cancel(id));
  timers.RunAfter(absl::Milliseconds(40), [&] { fired.Add(2); });
  EXPECT_EQ(fired.AwaitCount(1), (std::vector<int>{2}));
}

TEST(PeriodicTaskTest, ComesAgainUntilItIsDestroyedAndThenNoMore) {
  std::atomic<int> times = 0;
  {
    PeriodicTask task(absl::Milliseconds(1), [&times] { ++times; });
    while (times < 3) std::this_thread::yield();
  }
  const int before = times;
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(times, before);
}

TEST(PeriodicTaskTest, EndsAtOnceHoweverLongItsInterval) {
  PeriodicTask task(absl::Hours(1), [] { ADD_FAILURE() << "an hour has not passed"; });
}

TEST(CondVarTest, WaitForReturnsFalseOnceTheTimeHasPassed) {
  Mutex mu;
  CondVar cv;
  MutexLock lock(mu);
  const absl::Time start = absl::Now();
  while (cv.WaitFor(mu, absl::Milliseconds(10))) {
  }
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(10));
}

}  // namespace
}  // namespace akin
