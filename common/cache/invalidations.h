#ifndef AKIN_COMMON_CACHE_INVALIDATIONS_H_
#define AKIN_COMMON_CACHE_INVALIDATIONS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/cache/cache_entry.h"
#include "common/sync/mutex.h"

namespace akin {

// Remembers at which log revision each tag was invalidated, and so judges entries wherever they
// come from: memory, the shared cache, or a computation that was under way when the change came. No
// message to the shared cache is needed, so none can be lost. Bounded: when too many tags are
// remembered, the oldest are forgotten and entries computed before them are no longer trusted.
// Thread-safe.
class Invalidations {
 public:
  explicit Invalidations(size_t max_tags) : max_tags_(max_tags) {}

  // From here on `Add` tells of every change of this log after `revision`; entries computed before
  // it may have missed one and are invalid. Forgets what was said of another log.
  void FollowLog(absl::string_view log_id, int64_t revision);

  // The log followed, empty before the first call of FollowLog.
  std::string LogId() const;

  // Entries with this tag that were computed before `revision` are invalid.
  void Add(CacheTag tag, int64_t revision);

  // True if `entry`, which is known by `key`, must not be served. Cheap when nothing was added
  // since it was last asked about the entry.
  bool Cover(const CacheEntry& entry, CacheTag key) const;

 private:
  bool IsOutdated(const CacheEntry& entry, CacheTag tag) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const size_t max_tags_;
  // Grows with every change of what is below.
  std::atomic<uint64_t> epoch_{1};
  mutable Mutex mu_;
  std::string log_id_ ABSL_GUARDED_BY(mu_);
  int64_t trusted_from_ ABSL_GUARDED_BY(mu_) = 0;
  absl::flat_hash_map<CacheTag, int64_t> invalid_before_ ABSL_GUARDED_BY(mu_);
  std::deque<std::pair<CacheTag, int64_t>> order_ ABSL_GUARDED_BY(mu_);  // As added.
};

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_INVALIDATIONS_H_
