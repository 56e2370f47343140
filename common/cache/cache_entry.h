#ifndef AKIN_COMMON_CACHE_CACHE_ENTRY_H_
#define AKIN_COMMON_CACHE_CACHE_ENTRY_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace akin {

// What entries hold of a tag: 64 bits that are the same in every process. Tags that collide
// invalidate each other's entries, which costs a computation and is never wrong.
using CacheTag = uint64_t;
CacheTag MakeCacheTag(absl::string_view name);

// A cached answer, immutable once it is in the cache.
struct CacheEntry {
  std::string value;
  // The log revision it was computed at.
  int64_t revision = 0;
  std::vector<CacheTag> tags;
  absl::Time computed_at;
  // Fresh until then, ...
  absl::Time fresh_until;
  // ... refreshed in the background from then on (later than fresh_until after a failed refresh)
  // ...
  absl::Time refresh_at;
  // ... and not served after this.
  absl::Time usable_until;

  // The last epoch of Invalidations at which it was found valid.
  mutable std::atomic<uint64_t> valid_at_epoch{0};

  CacheEntry() = default;
  CacheEntry(const CacheEntry& other);
};
using CacheEntryPtr = std::shared_ptr<const CacheEntry>;

// The form in the shared cache, which may be read by another version of this program: DATA_LOSS for
// bytes that are not a whole entry of this version.
std::string EncodeCacheEntry(const CacheEntry& entry);
absl::StatusOr<CacheEntryPtr> DecodeCacheEntry(absl::string_view bytes);

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_CACHE_ENTRY_H_
