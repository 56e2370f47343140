#include "services/storage/service/watch_source.h"

#include <algorithm>
#include <utility>

#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {

using storage::v1::WatchArticlesResponse;

namespace {

// What one follower holds at most (and one article more).
constexpr ChangeLimits kBatch = {.max_changes = 128, .max_bytes = 1 << 20};

}  // namespace

WatchSource::WatchSource(const Context& context, int64_t after_revision,
                         absl::Duration heartbeat_interval, std::function<void()> wake)
    : context_(context),
      replay_until_(context.gate.position().revision),
      heartbeat_interval_(heartbeat_interval),
      wake_(std::move(wake)),
      through_(after_revision) {}

WatchSource::~WatchSource() { context_.gate.Cancel(ticket_); }

absl::StatusOr<absl::optional<WatchArticlesResponse>> WatchSource::Next() {
  if (!started_) return absl::make_optional(Replay());
  if (batch_.empty()) RETURN_IF_ERROR(Refill());
  WatchArticlesResponse response;
  if (!batch_.empty()) {
    *response.mutable_change() = std::move(batch_.front());
    batch_.pop_front();
  } else if (HeartbeatDue()) {
    response = NewHeartbeat();
  } else {
    Park();
    return absl::optional<WatchArticlesResponse>();
  }
  told_ = true;
  last_sent_ = context_.steady_clock.Now();
  return absl::make_optional(std::move(response));
}

WatchArticlesResponse WatchSource::Replay() {
  started_ = true;
  last_sent_ = context_.steady_clock.Now();
  WatchArticlesResponse response;
  response.mutable_replay()->set_log_id(context_.store.log_id());
  response.mutable_replay()->set_replay_until(replay_until_);
  return response;
}

absl::Status WatchSource::Refill() {
  if (context_.gate.position().revision <= through_) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto snapshot, context_.store.Snapshot());
  ASSIGN_OR_RETURN(ChangeBatch batch, snapshot->Changes(through_, kBatch));
  through_ = batch.through_revision;
  batch_.assign(std::make_move_iterator(batch.changes.begin()),
                std::make_move_iterator(batch.changes.end()));
  return absl::OkStatus();
}

// A follower that has missed nothing hears so at once: it waits for replay_until.
bool WatchSource::HeartbeatDue() const {
  return !told_ || context_.steady_clock.Now() - last_sent_ >= heartbeat_interval_;
}

WatchArticlesResponse WatchSource::NewHeartbeat() const {
  WatchArticlesResponse response;
  response.mutable_heartbeat()->set_revision(through_);
  *response.mutable_heartbeat()->mutable_time() = ToProto(context_.clock.Now());
  return response;
}

void WatchSource::Park() {
  context_.gate.Cancel(ticket_);
  const absl::Duration rest = last_sent_ + heartbeat_interval_ - context_.steady_clock.Now();
  ticket_ = context_.gate.WhenReached(through_ + 1, std::max(rest, absl::Milliseconds(1)),
                                      [wake = wake_](const absl::Status& status) {
                                        if (!absl::IsCancelled(status)) wake();
                                      });
}

}  // namespace akin
