#include "common/sync/work_lanes.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <vector>

#include "absl/synchronization/notification.h"

namespace akin {
namespace {

using Turn = WorkLanes::Turn;

class WorkLanesTest : public ::testing::Test {
 protected:
  void Open(int threads, int max_running = 0) {
    lanes_ = std::make_unique<WorkLanes>(
        WorkLanes::Options{threads, max_running, absl::Milliseconds(100)}, clock_);
  }
  ~WorkLanesTest() override { Release(); }

  // A task that runs until Release.
  void Occupy(WorkCost cost) {
    auto begun = std::make_shared<absl::Notification>();
    auto release = std::make_shared<absl::Notification>();
    occupied_.push_back(release);
    lanes_->Run(cost, [begun, release](const Turn&) {
      begun->Notify();
      release->WaitForNotification();
    });
    begun->WaitForNotification();
  }

  void Release() {
    for (const auto& release : occupied_) release->Notify();
    occupied_.clear();
  }

  void RunAndWait(WorkCost cost) {
    absl::Notification done;
    lanes_->Run(cost, [&](const Turn&) { done.Notify(); });
    done.WaitForNotification();
  }

  // One dear task at a time, each taking `each` by the clock; `more` of them wait.
  void KeepWaiting(int more, absl::Duration each) {
    for (int i = 0; i < more; ++i) {
      lanes_->Run(WorkCost::kDear, [this, each](const Turn& turn) {
        turns_.push_back(turn);
        clock_.Advance(each);
      });
    }
  }

  FakeClock clock_;
  std::vector<std::shared_ptr<absl::Notification>> occupied_;
  std::vector<Turn> turns_;  // of KeepWaiting
  std::unique_ptr<WorkLanes> lanes_;
};

TEST_F(WorkLanesTest, CheapTasksFindAThreadWhileDearOnesHaveAllOfTheirs) {
  Open(3);
  Occupy(WorkCost::kDear);
  Occupy(WorkCost::kDear);
  std::atomic<bool> third = false;
  lanes_->Run(WorkCost::kDear, [&](const Turn&) { third = true; });
  RunAndWait(WorkCost::kCheap);
  EXPECT_FALSE(third);
  Release();
  lanes_.reset();
  EXPECT_TRUE(third);
}

TEST_F(WorkLanesTest, DearTasksFindAThreadWhileCheapOnesHaveAllOfTheirs) {
  Open(3);
  Occupy(WorkCost::kCheap);
  Occupy(WorkCost::kCheap);
  RunAndWait(WorkCost::kDear);
}

TEST_F(WorkLanesTest, CheapTasksGoFirst) {
  Open(1);
  Occupy(WorkCost::kDear);
  std::vector<char> order;
  lanes_->Run(WorkCost::kDear, [&](const Turn&) { order.push_back('d'); });
  lanes_->Run(WorkCost::kCheap, [&](const Turn&) { order.push_back('c'); });
  Release();
  lanes_.reset();
  EXPECT_EQ(order, (std::vector<char>{'c', 'd'}));
}

TEST_F(WorkLanesTest, WhatIsBlockedLeavesItsPlaceToOthers) {
  Open(8, /*max_running=*/1);
  absl::Notification begun, release;
  lanes_->Run(WorkCost::kDear, [&](const Turn&) {
    const BlockedWork blocked;
    begun.Notify();
    release.WaitForNotification();
  });
  begun.WaitForNotification();
  RunAndWait(WorkCost::kDear);
  release.Notify();
  lanes_.reset();
}

TEST_F(WorkLanesTest, ABurstMayWaitForLongerThanAQueueThatStands) {
  Open(2);  // one for dear tasks
  Occupy(WorkCost::kDear);
  KeepWaiting(200, absl::Milliseconds(1));
  EXPECT_FALSE(lanes_->IsFull(WorkCost::kDear));  // nobody knows yet what they take
  Release();
  RunAndWait(WorkCost::kDear);
  Occupy(WorkCost::kDear);
  KeepWaiting(80, absl::Milliseconds(1));
  EXPECT_FALSE(lanes_->IsFull(WorkCost::kDear));
  clock_.Advance(absl::Milliseconds(26));  // by then it is no burst
  EXPECT_TRUE(lanes_->IsFull(WorkCost::kDear));
  Release();
}

TEST_F(WorkLanesTest, WhatWouldWaitForLongerThanTheLongestWaitIsNotWanted) {
  Open(2);
  Occupy(WorkCost::kDear);
  KeepWaiting(200, absl::Milliseconds(1));
  Release();
  RunAndWait(WorkCost::kDear);
  Occupy(WorkCost::kDear);
  KeepWaiting(120, absl::Milliseconds(1));
  EXPECT_TRUE(lanes_->IsFull(WorkCost::kDear));
  EXPECT_FALSE(lanes_->IsFull(WorkCost::kCheap));
  Release();
}

TEST_F(WorkLanesTest, WhoHasWaitedForTooLongIsTold) {
  Open(2);
  Occupy(WorkCost::kDear);
  KeepWaiting(4, absl::Milliseconds(60));
  Release();
  lanes_.reset();
  ASSERT_EQ(turns_.size(), 4u);
  EXPECT_EQ(turns_[1].waited, absl::Milliseconds(60));
  EXPECT_FALSE(turns_[1].is_late);
  EXPECT_EQ(turns_[2].waited, absl::Milliseconds(120));
  EXPECT_TRUE(turns_[2].is_late);
  EXPECT_FALSE(turns_[3].is_late);  // nobody waits behind it
}

TEST_F(WorkLanesTest, AllThatWasAddedIsRun) {
  Open(4, 2);
  std::atomic<int> ran = 0;
  for (int i = 0; i < 5'000; ++i) {
    lanes_->Run(i % 3 == 0 ? WorkCost::kCheap : WorkCost::kDear, [&](const Turn&) {
      const BlockedWork blocked;
      ++ran;
    });
  }
  lanes_.reset();
  EXPECT_EQ(ran, 5'000);
}

}  // namespace
}  // namespace akin
