#include "common/sync/crew.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "common/sync/mutex.h"

namespace akin {
namespace {

class Job {
 public:
  Job(size_t count, const std::function<void(size_t)>& work) : count_(count), work_(work) {}

  void Work() {
    size_t mine = 0;
    for (size_t i; (i = next_++) < count_; ++mine) work_(i);
    if (mine == 0) return;
    MutexLock lock(mu_);
    done_ += mine;
    if (done_ == count_) all_done_.NotifyAll();
  }

  void Await() {
    MutexLock lock(mu_);
    while (done_ < count_) all_done_.Wait(mu_);
  }

 private:
  const size_t count_;
  const std::function<void(size_t)>& work_;  // The caller's: there as long as something is left.
  std::atomic<size_t> next_ = 0;
  Mutex mu_;
  CondVar all_done_;
  size_t done_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace

size_t Crew::OtherCores() { return std::max(1u, std::thread::hardware_concurrency()) - 1; }

Executor& Crew::Threads() {
  MutexLock lock(mu_);
  if (threads_ == nullptr) threads_ = std::make_unique<Executor>(static_cast<int>(helpers_));
  return *threads_;
}

void Crew::ForEach(size_t count, const std::function<void(size_t)>& work) {
  const size_t helpers = std::min(helpers_, count - std::min<size_t>(count, 1));
  if (helpers == 0) {
    for (size_t i = 0; i < count; ++i) work(i);
    return;
  }
  Executor& threads = Threads();
  const auto job = std::make_shared<Job>(count, work);
  for (size_t i = 0; i < helpers; ++i) threads.Run([job] { job->Work(); });
  job->Work();
  job->Await();
}

}  // namespace akin
