#ifndef AKIN_COMMON_SYNC_PERIODIC_TASK_H_
#define AKIN_COMMON_SYNC_PERIODIC_TASK_H_

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace akin {

// Does something again and again on a thread of its own, for the first time after one interval,
// until it is destroyed. The destructor waits for the task, which must not destroy this.
class PeriodicTask {
 public:
  PeriodicTask(absl::Duration interval, std::function<void()> task);
  ~PeriodicTask();
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

 private:
  void Run();
  // False: it is time to end.
  bool AwaitNext();

  const absl::Duration interval_;
  const std::function<void()> task_;
  Mutex mu_;
  CondVar stopped_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_PERIODIC_TASK_H_
