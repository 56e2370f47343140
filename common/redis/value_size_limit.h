#ifndef AKIN_COMMON_REDIS_VALUE_SIZE_LIMIT_H_
#define AKIN_COMMON_REDIS_VALUE_SIZE_LIMIT_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// How large a value may be to be worth sending within a call's timeout: what an ordinary network
// carries in that time, and less for a while after values have turned out to be too large for this
// one. Thread-safe.
class ValueSizeLimit {
 public:
  // A call of so many bytes that is late says nothing of the server; one of fewer does.
  static constexpr size_t kSmallBytes = 16 << 10;

  // `clock` must outlive it.
  ValueSizeLimit(absl::Duration timeout, const Clock& clock);

  bool Allows(size_t bytes) const;

  // A value of this size was sent and its time ran out.
  void NoteTooLarge(size_t bytes);

 private:
  const size_t assumed_;
  const Clock& clock_;
  mutable Mutex mu_;
  size_t learned_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Time learned_until_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
};

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_VALUE_SIZE_LIMIT_H_
