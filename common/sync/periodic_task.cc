#include "common/sync/periodic_task.h"

#include <utility>

namespace akin {

PeriodicTask::PeriodicTask(absl::Duration interval, std::function<void()> task)
    : interval_(interval), task_(std::move(task)), thread_([this] { Run(); }) {}

PeriodicTask::~PeriodicTask() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    stopped_.NotifyAll();
  }
  thread_.join();
}

void PeriodicTask::Run() {
  while (AwaitNext()) task_();
}

bool PeriodicTask::AwaitNext() {
  MutexLock lock(mu_);
  if (!stopping_) stopped_.WaitFor(mu_, interval_);
  return !stopping_;
}

}  // namespace akin
