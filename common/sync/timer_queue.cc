#include "common/sync/timer_queue.h"

#include "common/time/clock.h"

namespace akin {

TimerQueue::TimerQueue() : thread_([this] { Run(); }) {}

TimerQueue::~TimerQueue() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

TimerQueue::Id TimerQueue::RunAfter(absl::Duration delay, std::function<void()> callback) {
  MutexLock lock(mu_);
  const Id id = next_id_++;
  // Delays are as long as they are, whatever is done to the machine's clock.
  const absl::Time when = SteadyClock().Now() + delay;
  due_.emplace(Key(when, id), std::move(callback));
  time_of_[id] = when;
  changed_.NotifyAll();
  return id;
}

bool TimerQueue::Cancel(Id id) {
  std::function<void()> dropped;  // destroyed after the lock is released
  MutexLock lock(mu_);
  auto time = time_of_.find(id);
  if (time == time_of_.end()) return false;
  auto timer = due_.find(Key(time->second, id));
  dropped = std::move(timer->second);
  due_.erase(timer);
  time_of_.erase(time);
  return true;
}

void TimerQueue::Run() {
  mu_.Lock();
  while (!stopping_) {
    if (due_.empty()) {
      changed_.Wait(mu_);
      continue;
    }
    auto first = due_.begin();
    const absl::Duration wait = first->first.first - SteadyClock().Now();
    if (wait > absl::ZeroDuration()) {
      changed_.WaitFor(mu_, wait);
      continue;
    }
    std::function<void()> callback = std::move(first->second);
    time_of_.erase(first->first.second);
    due_.erase(first);
    mu_.Unlock();
    callback();
    callback = nullptr;
    mu_.Lock();
  }
  mu_.Unlock();
}

}  // namespace akin
