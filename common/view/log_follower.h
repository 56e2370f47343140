#ifndef AKIN_COMMON_VIEW_LOG_FOLLOWER_H_
#define AKIN_COMMON_VIEW_LOG_FOLLOWER_H_

#include <deque>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/time/clock.h"
#include "common/view/log_view.h"
#include "common/view/revision_gate.h"

namespace akin {

// UNAVAILABLE with reason VIEW_STALE and RetryInfo: "the view <why>".
absl::Status ViewStale(absl::string_view why);

// Follows storage's change log and feeds a view with it, from where the view stands, for ever:
// reconnects when storage goes away, starts over when the log is another one. The gate is advanced
// only while the view is not catching up with history. Thread-safe; stops when destroyed.
class LogFollower {
 public:
  struct Options {
    // A view that has not been up to date for longer than this refuses to be read.
    absl::Duration max_view_lag = absl::Seconds(60);
    absl::Duration heartbeat_interval = absl::Seconds(1);
    // Changes that are applied at once, at most.
    size_t max_batch = 1000;
    // Pause before storage is tried again.
    absl::Duration retry_delay = absl::Milliseconds(200);
  };

  // All must outlive the follower.
  LogFollower(std::shared_ptr<grpc::Channel> storage, LogView& view, RevisionGate& gate,
              const Clock& clock, const Options& options);
  ~LogFollower();

  // OK, or UNAVAILABLE with reason VIEW_STALE and RetryInfo.
  absl::Status CheckFresh() const;

  // The newest revision that is known to exist.
  int64_t newest_revision() const;

  // Up to where the log was read: served or, while history is caught up with, about to be.
  int64_t read_revision() const;

  // Zero while up to date, else for how long it has not been; infinite if it never was.
  absl::Duration lag() const;

 private:
  // The reading thread.
  void ReadForever();
  absl::Status ReadStream();
  bool Enqueue(storage::v1::WatchArticlesResponse message);
  void CompareClocks(const storage::v1::WatchArticlesResponse& message)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void HandleStreamEnd(const absl::Status& status);

  // The applying thread.
  void ApplyForever();
  LogBatch TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void AddToBatch(storage::v1::WatchArticlesResponse message, LogBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status ApplyUntilDone(const LogBatch& batch);
  void GoBack();
  void Publish(const LogBatch& batch);
  // Refuses reads until the view has caught up again.
  void ForgetFreshness();

  void AwaitDrained();
  void PauseBeforeRetry();

  const std::unique_ptr<storage::v1::StorageService::Stub> storage_;
  LogView& view_;
  RevisionGate& gate_;
  const Clock& clock_;
  const Options options_;

  mutable Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool applying_ ABSL_GUARDED_BY(mu_) = false;
  bool dropping_ ABSL_GUARDED_BY(mu_) = false;  // what the open stream still brings
  std::deque<storage::v1::WatchArticlesResponse> queue_ ABSL_GUARDED_BY(mu_);
  LogPosition cursor_ ABSL_GUARDED_BY(mu_);  // applied, or being applied
  int64_t replay_until_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t newest_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time up_to_date_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
  // How far our clock is ahead of storage's, and at most how long messages were on their way.
  absl::Duration ahead_ ABSL_GUARDED_BY(mu_) = absl::InfiniteDuration();
  grpc::ClientContext* stream_ ABSL_GUARDED_BY(mu_) = nullptr;  // to cancel it
  std::thread applier_;
  std::thread reader_;
};

}  // namespace akin

#endif  // AKIN_COMMON_VIEW_LOG_FOLLOWER_H_
