#include "common/view/log_follower.h"

#include <future>
#include <map>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/testing/fake_storage.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

// Article headlines by name, with the position they are at.
class HeadlineView : public LogView {
 public:
  LogPosition position() const override {
    MutexLock lock(mu_);
    return position_;
  }

  absl::Status Reset(absl::string_view log_id) override {
    MutexLock lock(mu_);
    headlines_.clear();
    position_ = {std::string(log_id), 0};
    ++resets_;
    if (fails_after_reset_) failures_ = 1 << 30;
    return absl::OkStatus();
  }

  absl::Status Apply(const LogBatch& batch) override {
    MutexLock lock(mu_);
    while (held_ && !batch.changes.empty() && may_go_ == 0) changed_.Wait(mu_);
    if (held_ && !batch.changes.empty()) --may_go_;
    if (failures_ > 0) {
      --failures_;
      return absl::UnavailableError("disk full");
    }
    if (loses_all_) {
      loses_all_ = false;
      headlines_.clear();
      position_ = {};
      return absl::DataLossError("damaged");
    }
    for (const auto& change : batch.changes) {
      if (change.has_article()) headlines_[change.article().name()] = change.article().headline();
      if (!change.withdrawn().empty()) headlines_.erase(change.withdrawn());
    }
    position_ = batch.position;
    return absl::OkStatus();
  }

  std::map<std::string, std::string> headlines() const {
    MutexLock lock(mu_);
    return headlines_;
  }
  int resets() const {
    MutexLock lock(mu_);
    return resets_;
  }
  void LoseAllNext() {
    MutexLock lock(mu_);
    loses_all_ = true;
  }
  // Every Apply after the next Reset fails.
  void FailWhenReset() {
    MutexLock lock(mu_);
    fails_after_reset_ = true;
  }
  // Changes wait from now on until so many batches may go.
  void Hold() {
    MutexLock lock(mu_);
    held_ = true;
  }
  void LetGo(int batches) {
    MutexLock lock(mu_);
    may_go_ = batches;
    changed_.NotifyAll();
  }
  void FailNext(int times) {
    MutexLock lock(mu_);
    failures_ = times;
  }

 private:
  mutable Mutex mu_;
  std::map<std::string, std::string> headlines_ ABSL_GUARDED_BY(mu_);
  LogPosition position_ ABSL_GUARDED_BY(mu_);
  int resets_ ABSL_GUARDED_BY(mu_) = 0;
  int failures_ ABSL_GUARDED_BY(mu_) = 0;
  bool loses_all_ ABSL_GUARDED_BY(mu_) = false;
  bool fails_after_reset_ ABSL_GUARDED_BY(mu_) = false;
  bool held_ ABSL_GUARDED_BY(mu_) = false;
  int may_go_ ABSL_GUARDED_BY(mu_) = 0;
  CondVar changed_;
};

using Headlines = std::map<std::string, std::string>;

class LogFollowerTest : public ::testing::Test {
 protected:
  void Follow() {
    follower_ =
        std::make_unique<LogFollower>(storage_.channel(), view_, gate_, clock_,
                                      LogFollower::Options{.max_view_lag = absl::Seconds(60),
                                                           .retry_delay = absl::Milliseconds(5)});
  }

  absl::Status Await(int64_t revision) {
    std::promise<absl::Status> reached;
    gate_.WhenReached(revision, absl::Seconds(20),
                      [&](absl::Status status) { reached.set_value(std::move(status)); });
    return reached.get_future().get();
  }

  FakeStorage storage_;
  HeadlineView view_;
  RevisionGate gate_;
  FakeClock clock_;
  FakeClock an_hour_behind_{absl::Now() - absl::Hours(1)};
  std::unique_ptr<LogFollower> follower_;
};

TEST_F(LogFollowerTest, AppliesWhatTheLogHoldsAndThenWhatComes) {
  storage_.Put("a", "old");
  Follow();
  ASSERT_TRUE(Await(1).ok());
  ASSERT_TRUE(Await(storage_.Put("b", "new")).ok());
  EXPECT_EQ(view_.headlines(), (Headlines{{"articles/a", "old"}, {"articles/b", "new"}}));
  EXPECT_EQ(gate_.position(), (LogPosition{"log-1", 2}));
}

TEST_F(LogFollowerTest, GoesOnWhereItStoodAfterTheStreamEnds) {
  Follow();
  ASSERT_TRUE(Await(storage_.Put("a", "one")).ok());
  storage_.EndWatches();
  ASSERT_TRUE(Await(storage_.Withdraw("a")).ok());
  EXPECT_TRUE(view_.headlines().empty());
  EXPECT_EQ(view_.resets(), 1) << "only the empty view is reset";
}

TEST_F(LogFollowerTest, AnotherLogRebuildsTheView) {
  Follow();
  ASSERT_TRUE(Await(storage_.Put("a", "one")).ok());
  storage_.StartNewLog();
  storage_.Put("b", "two");
  while (gate_.position().log_id != storage_.log_id()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(view_.headlines(), (Headlines{{"articles/b", "two"}}));
}

TEST_F(LogFollowerTest, ABatchThatFailsComesAgain) {
  view_.FailNext(3);
  Follow();
  ASSERT_TRUE(Await(storage_.Put("a", "one")).ok());
  EXPECT_EQ(view_.headlines(), (Headlines{{"articles/a", "one"}}));
}

TEST_F(LogFollowerTest, AViewThatLostItsStateIsBuiltAnew) {
  storage_.Put("a", "A");
  Follow();
  ASSERT_TRUE(Await(1).ok());
  view_.LoseAllNext();
  storage_.Put("b", "B");
  ASSERT_TRUE(Await(2).ok());
  EXPECT_EQ(view_.headlines(), (Headlines{{"articles/a", "A"}, {"articles/b", "B"}}));
}

TEST_F(LogFollowerTest, AViewIsNotReadWhileItIsBuiltFromAnotherLog) {
  storage_.Put("a", "A");
  Follow();
  ASSERT_TRUE(Await(1).ok());
  view_.FailWhenReset();
  storage_.StartNewLog();
  storage_.Put("b", "B");
  while (view_.resets() < 2) std::this_thread::yield();
  EXPECT_EQ(ErrorReason(follower_->CheckFresh()), "VIEW_STALE");
}

TEST_F(LogFollowerTest, AViewThatLostItsStateIsNotReadUntilItIsBuilt) {
  storage_.Put("a", "A");
  Follow();
  ASSERT_TRUE(Await(1).ok());
  view_.LoseAllNext();
  view_.FailWhenReset();
  storage_.Put("b", "B");
  while (view_.resets() < 2) std::this_thread::yield();
  EXPECT_EQ(ErrorReason(follower_->CheckFresh()), "VIEW_STALE");
}

TEST_F(LogFollowerTest, AViewThatHasNotCaughtUpIsStale) {
  view_.FailNext(1 << 30);
  Follow();
  const absl::Status status = follower_->CheckFresh();
  EXPECT_EQ(ErrorReason(status), "VIEW_STALE");
  EXPECT_TRUE(RetryAfter(status).has_value());
}

TEST_F(LogFollowerTest, AViewIsStaleOnceStorageIsSilentForTooLong) {
  Follow();
  ASSERT_TRUE(Await(storage_.Put("a", "one")).ok());
  EXPECT_TRUE(follower_->CheckFresh().ok());
  clock_.Advance(absl::Seconds(61));
  EXPECT_EQ(ErrorReason(follower_->CheckFresh()), "VIEW_STALE");
}

// While one change is applied for a long time and others wait, the view is as old as that one.
TEST_F(LogFollowerTest, AStorageWhoseClockIsAheadMakesNoViewYounger) {
  follower_ = std::make_unique<LogFollower>(
      storage_.channel(), view_, gate_, an_hour_behind_,
      LogFollower::Options{.max_view_lag = absl::Seconds(60), .max_batch = 1});
  while (!follower_->CheckFresh().ok()) std::this_thread::yield();
  view_.Hold();
  for (int i = 0; i < 100; ++i) storage_.Put(absl::StrCat("a", i), "A");
  view_.LetGo(50);
  ASSERT_TRUE(Await(50).ok());
  EXPECT_TRUE(follower_->CheckFresh().ok()) << follower_->CheckFresh();
  bool stale = false;  // where something waits behind what was applied, which it mostly does
  for (int64_t revision = 51; revision < 100 && !stale; ++revision) {
    an_hour_behind_.Advance(absl::Seconds(61));
    view_.LetGo(1);
    ASSERT_TRUE(Await(revision).ok());
    stale = ErrorReason(follower_->CheckFresh()) == "VIEW_STALE";
  }
  EXPECT_TRUE(stale);
  view_.LetGo(1 << 30);
}

}  // namespace
}  // namespace akin
