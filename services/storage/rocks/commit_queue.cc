#include "services/storage/rocks/commit_queue.h"

namespace akin::rocks {

void CommitQueue::Run(PendingCommit& commit) {
  Waiter self{&commit};
  {
    MutexLock lock(mu_);
    waiting_.push_back(&self);
  }
  // More than one turn if others filled a group.
  while (AwaitTurn(self)) CommitForAll();
}

bool CommitQueue::AwaitTurn(Waiter& waiter) {
  MutexLock lock(mu_);
  while (leading_ && !waiter.done) changed_.Wait(mu_);
  if (waiter.done) return false;
  leading_ = true;
  return true;
}

void CommitQueue::CommitForAll() {
  std::vector<PendingCommit*> group;
  {
    MutexLock lock(mu_);
    for (const Waiter* waiter : waiting_) group.push_back(waiter->commit);
  }
  const size_t count = commit_group_(group);
  {
    MutexLock lock(mu_);
    for (size_t i = 0; i < count; ++i) {
      waiting_.front()->done = true;
      waiting_.pop_front();
    }
    leading_ = false;
    // Within the lock: a waiter that is done is gone as soon as it sees it.
    changed_.NotifyAll();
  }
}

}  // namespace akin::rocks
