#ifndef AKIN_COMMON_SYNC_EXECUTOR_H_
#define AKIN_COMMON_SYNC_EXECUTOR_H_

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "common/sync/mutex.h"

namespace akin {

// A fixed number of threads that run tasks in the order they were added: where work that may block
// belongs. The caller bounds how much it adds. Thread-safe. Destruction runs what was added, then
// joins.
class Executor {
 public:
  explicit Executor(int threads);
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  void Run(std::function<void()> task);

 private:
  void Work();

  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::deque<std::function<void()>> tasks_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_EXECUTOR_H_
