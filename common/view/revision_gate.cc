#include "common/view/revision_gate.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {
namespace {

absl::Status NotReached(int64_t wanted, int64_t served) {
  return WithRetryAfter(
      ErrorWithReason(absl::StatusCode::kUnavailable, "REVISION_NOT_REACHED",
                      absl::StrCat("min_revision: ", wanted, " not reached yet, at ", served)),
      absl::Milliseconds(100));
}

}  // namespace

LogPosition RevisionGate::position() const {
  MutexLock lock(mu_);
  return position_;
}

absl::Status RevisionGate::CheckReached(int64_t revision) const {
  const int64_t served = position().revision;
  return revision <= served ? absl::OkStatus() : NotReached(revision, served);
}

void RevisionGate::Advance(const LogPosition& position) {
  std::vector<Waiter> ready;
  {
    MutexLock lock(mu_);
    position_ = position;
    while (!waiters_.empty() && waiters_.begin()->first.first <= position.revision) {
      revision_of_.erase(waiters_.begin()->first.second);
      ready.push_back(std::move(waiters_.begin()->second));
      waiters_.erase(waiters_.begin());
    }
  }
  for (Waiter& waiter : ready) {
    timers_.Cancel(waiter.timer);
    waiter.done(absl::OkStatus());
  }
}

RevisionGate::Ticket RevisionGate::WhenReached(int64_t revision, absl::Duration timeout,
                                               Callback done) {
  {
    MutexLock lock(mu_);
    if (revision > position_.revision) {
      const Ticket ticket = next_ticket_++;
      const TimerQueue::Id timer = timers_.RunAfter(timeout, [this, ticket, revision] {
        End(ticket, NotReached(revision, position().revision));
      });
      waiters_.emplace(std::make_pair(revision, ticket), Waiter{revision, timer, std::move(done)});
      revision_of_[ticket] = revision;
      return ticket;
    }
  }
  done(absl::OkStatus());
  return 0;
}

void RevisionGate::Cancel(Ticket ticket) { End(ticket, absl::CancelledError("call cancelled")); }

void RevisionGate::End(Ticket ticket, absl::Status status) {
  Waiter waiter;
  {
    MutexLock lock(mu_);
    auto revision = revision_of_.find(ticket);
    if (revision == revision_of_.end()) return;
    auto entry = waiters_.find({revision->second, ticket});
    waiter = std::move(entry->second);
    waiters_.erase(entry);
    revision_of_.erase(revision);
  }
  timers_.Cancel(waiter.timer);
  waiter.done(std::move(status));
}

}  // namespace akin
