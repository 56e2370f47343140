#ifndef AKIN_COMMON_SYNC_CREW_H_
#define AKIN_COMMON_SYNC_CREW_H_

#include <cstddef>
#include <functional>
#include <memory>

#include "common/sync/executor.h"

namespace akin {

// Threads that help one caller with work that falls into equal pieces. They are started when they
// are first of use. One thread.
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
  const size_t helpers_;
  std::unique_ptr<Executor> threads_;
};

}  // namespace akin

#endif  // AKIN_COMMON_SYNC_CREW_H_
