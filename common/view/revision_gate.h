#ifndef AKIN_COMMON_VIEW_REVISION_GATE_H_
#define AKIN_COMMON_VIEW_REVISION_GATE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/sync/timer_queue.h"

namespace akin {

// A place in the log: a revision of the log with that id.
struct LogPosition {
  std::string log_id;
  int64_t revision = 0;

  friend bool operator==(const LogPosition& a, const LogPosition& b) {
    return a.log_id == b.log_id && a.revision == b.revision;
  }
};

// Knows which revision is served, and holds calls that asked for a later one (`min_revision`) until
// it is there. A held call costs a map entry, no thread. Thread-safe.
class RevisionGate {
 public:
  using Ticket = uint64_t;
  // OK, or UNAVAILABLE with reason REVISION_NOT_REACHED and RetryInfo, or CANCELLED.
  using Callback = std::function<void(absl::Status)>;

  LogPosition position() const;

  // OK if `revision` is served already, else as WhenReached says when it gives up.
  absl::Status CheckReached(int64_t revision) const;

  // Serves `position` from now on and lets the calls in that wait for it.
  void Advance(const LogPosition& position);

  // Calls `done` exactly once: at once if `revision` is served already, else when it is, when
  // `timeout` has passed, or when Cancel is called. Returns 0 if `done` was called at once.
  Ticket WhenReached(int64_t revision, absl::Duration timeout, Callback done);

  // Ends a wait with CANCELLED; does nothing if it has ended.
  void Cancel(Ticket ticket);

 private:
  struct Waiter {
    int64_t revision;
    TimerQueue::Id timer;
    Callback done;
  };
  void End(Ticket ticket, absl::Status status);

  mutable Mutex mu_;
  LogPosition position_ ABSL_GUARDED_BY(mu_);
  Ticket next_ticket_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<std::pair<int64_t, Ticket>, Waiter> waiters_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<Ticket, int64_t> revision_of_ ABSL_GUARDED_BY(mu_);
  TimerQueue timers_;  // last: stops before what its callbacks use
};

}  // namespace akin

#endif  // AKIN_COMMON_VIEW_REVISION_GATE_H_
