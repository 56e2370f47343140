#include "common/view/log_follower.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"

namespace akin {

using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;

LogFollower::LogFollower(std::shared_ptr<grpc::Channel> storage, LogView& view, RevisionGate& gate,
                         const Clock& clock, const Options& options)
    : storage_(storage::v1::StorageService::NewStub(std::move(storage))),
      view_(view),
      gate_(gate),
      clock_(clock),
      options_(options),
      cursor_(view.position()),
      applier_([this] { ApplyForever(); }),
      reader_([this] { ReadForever(); }) {}

LogFollower::~LogFollower() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    if (stream_ != nullptr) stream_->TryCancel();
    changed_.NotifyAll();
  }
  reader_.join();
  applier_.join();
}

absl::Status ViewStale(absl::string_view why) {
  return WithRetryAfter(
      ErrorWithReason(absl::StatusCode::kUnavailable, "VIEW_STALE", absl::StrCat("the view ", why)),
      absl::Seconds(1));
}

absl::Status LogFollower::CheckFresh() const {
  const absl::Duration behind = lag();
  if (behind <= options_.max_view_lag) return absl::OkStatus();
  if (behind == absl::InfiniteDuration()) return ViewStale("has not caught up with storage yet");
  return ViewStale(absl::StrCat("is behind storage by ", absl::FormatDuration(behind)));
}

int64_t LogFollower::newest_revision() const {
  MutexLock lock(mu_);
  return newest_;
}

int64_t LogFollower::read_revision() const {
  MutexLock lock(mu_);
  return cursor_.revision;
}

absl::Duration LogFollower::lag() const {
  MutexLock lock(mu_);
  const absl::Duration lag = clock_.Now() - up_to_date_;
  return lag <= 3 * options_.heartbeat_interval ? absl::ZeroDuration() : lag;
}

// --- Reading

void LogFollower::ReadForever() {
  while (true) {
    HandleStreamEnd(ReadStream());
    MutexLock lock(mu_);
    if (stopping_) return;
  }
}

absl::Status LogFollower::ReadStream() {
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  WatchArticlesRequest request;
  *request.mutable_heartbeat_interval() = ToProto(options_.heartbeat_interval);
  {
    MutexLock lock(mu_);
    if (stopping_) return absl::CancelledError("stopping");
    request.set_log_id(cursor_.log_id);
    request.set_after_revision(cursor_.revision);
    dropping_ = false;
    stream_ = &context;
  }
  auto stream = storage_->WatchArticles(&context, request);
  WatchArticlesResponse message;
  while (stream->Read(&message)) {
    if (!Enqueue(std::move(message))) context.TryCancel();
  }
  const absl::Status status = FromGrpcStatus(stream->Finish());
  MutexLock lock(mu_);
  stream_ = nullptr;
  return status;
}

// Waits while the view is behind, so that memory stays bounded and storage waits in turn.
bool LogFollower::Enqueue(WatchArticlesResponse message) {
  MutexLock lock(mu_);
  while (queue_.size() >= 2 * options_.max_batch && !stopping_) changed_.Wait(mu_);
  if (stopping_ || dropping_) return false;
  CompareClocks(message);
  queue_.push_back(std::move(message));
  changed_.NotifyAll();
  return true;
}

// A heartbeat that found nothing to wait behind tells it exactly, everything else an upper bound:
// what a view that is behind reads was sent before.
void LogFollower::CompareClocks(const WatchArticlesResponse& message) {
  if (message.has_replay()) return;
  const auto& sent =
      message.has_change() ? message.change().commit_time() : message.heartbeat().time();
  const absl::Duration ahead = clock_.Now() - FromProto(sent);
  const bool exact = message.has_heartbeat() && queue_.empty();
  ahead_ = exact ? ahead : std::min(ahead_, ahead);
}

void LogFollower::HandleStreamEnd(const absl::Status& status) {
  AwaitDrained();
  if (ErrorReason(status) == "LOG_CHANGED") {
    Log(Severity::kWarning, "storage has another log: rebuilding the view");
    ForgetFreshness();  // now, so that no call is answered while the view is emptied
    MutexLock lock(mu_);
    cursor_ = LogPosition();
  } else {
    Log(Severity::kDebug, "watch ended", {{"status", status.ToString()}});
  }
  PauseBeforeRetry();
}

void LogFollower::AwaitDrained() {
  MutexLock lock(mu_);
  while ((!queue_.empty() || applying_) && !stopping_) changed_.Wait(mu_);
}

void LogFollower::PauseBeforeRetry() {
  const SteadyClock clock;
  const absl::Time until = clock.Now() + options_.retry_delay;
  MutexLock lock(mu_);
  while (!stopping_ && clock.Now() < until) changed_.WaitFor(mu_, until - clock.Now());
}

// --- Applying

void LogFollower::ApplyForever() {
  while (true) {
    LogBatch batch;
    {
      MutexLock lock(mu_);
      applying_ = false;
      changed_.NotifyAll();
      while (queue_.empty() && !stopping_) changed_.Wait(mu_);
      if (stopping_) return;
      applying_ = true;
      batch = TakeBatch();
      changed_.NotifyAll();
    }
    const absl::Status applied = ApplyUntilDone(batch);
    if (absl::IsCancelled(applied)) return;
    applied.ok() ? Publish(batch) : GoBack();
  }
}

LogBatch LogFollower::TakeBatch() {
  LogBatch batch;
  while (!queue_.empty() && batch.changes.size() < options_.max_batch) {
    // A new stream starts a batch of its own: the view may have to be reset before it.
    if (queue_.front().has_replay() && !batch.changes.empty()) break;
    AddToBatch(std::move(queue_.front()), batch);
    queue_.pop_front();
  }
  batch.position = cursor_;
  batch.replaying = cursor_.revision < replay_until_;
  return batch;
}

void LogFollower::AddToBatch(WatchArticlesResponse message, LogBatch& batch) {
  if (message.has_replay()) {
    replay_until_ = message.replay().replay_until();
    if (cursor_.log_id.empty()) cursor_ = {message.replay().log_id(), 0};
    newest_ = replay_until_;
  } else if (message.has_change()) {
    cursor_.revision = message.change().revision();
    batch.time = FromProto(message.change().commit_time());
    batch.changes.push_back(std::move(*message.mutable_change()));
  } else {
    cursor_.revision = std::max(cursor_.revision, message.heartbeat().revision());
    batch.time = FromProto(message.heartbeat().time());
  }
  newest_ = std::max(newest_, cursor_.revision);
}

// OK, or CANCELLED when stopping, or DATA_LOSS.
absl::Status LogFollower::ApplyUntilDone(const LogBatch& batch) {
  while (true) {
    absl::Status status;
    if (view_.position().log_id != batch.position.log_id) {
      ForgetFreshness();
      status = view_.Reset(batch.position.log_id);
    }
    if (status.ok()) status = view_.Apply(batch);
    if (status.ok()) return status;
    Log(Severity::kError, "view cannot apply the log; trying again",
        {{"revision", batch.position.revision}, {"status", status.ToString()}});
    if (view_.position().log_id.empty()) ForgetFreshness();
    PauseBeforeRetry();
    if (absl::IsDataLoss(status)) return status;
    MutexLock lock(mu_);
    if (stopping_) return absl::CancelledError("stopping");
  }
}

// The view has lost what followed its position: the stream is opened anew from there.
void LogFollower::GoBack() {
  MutexLock lock(mu_);
  cursor_ = view_.position();
  queue_.clear();
  dropping_ = true;
  if (stream_ != nullptr) stream_->TryCancel();
  changed_.NotifyAll();
}

void LogFollower::ForgetFreshness() {
  MutexLock lock(mu_);
  up_to_date_ = absl::InfinitePast();
}

void LogFollower::Publish(const LogBatch& batch) {
  if (batch.replaying) return;
  {
    MutexLock lock(mu_);
    // With more waiting, the view is as old as what it has just applied.
    const absl::Time now = clock_.Now();
    up_to_date_ = queue_.empty() ? now : std::max(up_to_date_, std::min(now, batch.time + ahead_));
  }
  gate_.Advance(batch.position);
}

}  // namespace akin
