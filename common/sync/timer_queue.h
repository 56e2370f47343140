#ifndef AKIN_COMMON_SYNC_TIMER_QUEUE_H_
#define AKIN_COMMON_SYNC_TIMER_QUEUE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace akin {

// Calls functions after a delay, on one thread of its own. Thread-safe. Callbacks must be short and
// must not destroy the queue; those not yet due when it is destroyed are dropped.
class TimerQueue {
 public:
  using Id = uint64_t;

  TimerQueue();
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  Id RunAfter(absl::Duration delay, std::function<void()> callback);

  // True if the callback was still waiting and will not run; false if it ran or is running now.
  bool Cancel(Id id);

 private:
  using Key = std::pair<absl::Time, Id>;
  void Run();

  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  Id next_id_ ABSL_GUARDED_BY(mu_) = 1;
  std::map<Key, std::function<void()>> due_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<Id, absl::Time> time_of_ ABSL_GUARDED_BY(mu_);
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_TIMER_QUEUE_H_
