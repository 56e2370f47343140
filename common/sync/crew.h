#ifndef AKIN_COMMON_SYNC_CREW_H_
#define AKIN_COMMON_SYNC_CREW_H_

#include <cstddef>
#include <functional>
#include <memory>

#include "common/sync/executor.h"
#include "common/sync/mutex.h"

namespace akin {

// Threads that help callers with work that falls into equal pieces. They are started when they are
// first of use; where several callers want them they help one after another. Thread-safe.
class Crew {
 public:
  // With 0 helpers the caller works alone.
  explicit Crew(size_t helpers) : helpers_(helpers) {}
  // As many as there are cores beside the caller's.
  static size_t OtherCores();

  // Calls work(0) to work(count - 1), each once, on the caller's thread and the helpers', and
  // returns when all calls have: not before what they wrote can be read. A helper that finds
  // nothing left to do is not waited for.
  void ForEach(size_t count, const std::function<void(size_t)>& work);

 private:
  Executor& Threads();

  const size_t helpers_;
  Mutex mu_;
  std::unique_ptr<Executor> threads_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_CREW_H_
