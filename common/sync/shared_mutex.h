#ifndef AKIN_COMMON_SYNC_SHARED_MUTEX_H_
#define AKIN_COMMON_SYNC_SHARED_MUTEX_H_

#include <shared_mutex>

#include "absl/base/thread_annotations.h"
#include "common/sync/mutex.h"

namespace akin {

// Many readers or one writer, with clang's annotations. A waiting writer holds new readers back, so
// steady reads cannot starve it (std::shared_mutex alone prefers readers on glibc).
class ABSL_LOCKABLE SharedMutex {
 public:
  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() {
    gate_.Lock();
    mu_.lock();
    gate_.Unlock();
  }
  void Unlock() ABSL_UNLOCK_FUNCTION() { mu_.unlock(); }
  void LockShared() ABSL_SHARED_LOCK_FUNCTION() {
    gate_.Lock();
    mu_.lock_shared();
    gate_.Unlock();
  }
  void UnlockShared() ABSL_UNLOCK_FUNCTION() { mu_.unlock_shared(); }

 private:
  Mutex gate_;  // Held by a writer while it waits, and by a reader only while it enters.
  std::shared_mutex mu_;
};

class ABSL_SCOPED_LOCKABLE WriterLock {
 public:
  explicit WriterLock(SharedMutex& mu) ABSL_EXCLUSIVE_LOCK_FUNCTION(mu) : mu_(mu) { mu_.Lock(); }
  ~WriterLock() ABSL_UNLOCK_FUNCTION() { mu_.Unlock(); }
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  SharedMutex& mu_;
};

class ABSL_SCOPED_LOCKABLE ReaderLock {
 public:
  explicit ReaderLock(SharedMutex& mu) ABSL_SHARED_LOCK_FUNCTION(mu) : mu_(mu) { mu_.LockShared(); }
  ~ReaderLock() ABSL_UNLOCK_FUNCTION() { mu_.UnlockShared(); }
  ReaderLock(const ReaderLock&) = delete;
  ReaderLock& operator=(const ReaderLock&) = delete;

 private:
  SharedMutex& mu_;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_SHARED_MUTEX_H_
