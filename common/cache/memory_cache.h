#ifndef AKIN_COMMON_CACHE_MEMORY_CACHE_H_
#define AKIN_COMMON_CACHE_MEMORY_CACHE_H_

#include <array>
#include <cstddef>
#include <list>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "common/cache/cache_entry.h"
#include "common/sync/mutex.h"

namespace akin {

// Entries by key, bounded by bytes: the least recently used give way. In shards, so that threads
// seldom meet. Thread-safe.
class MemoryCache {
 public:
  explicit MemoryCache(size_t max_bytes);

  // Null if there is none.
  CacheEntryPtr Find(absl::string_view key);

  // Replaces what was there, unless that was computed later. An entry larger than a shard is not
  // kept.
  void Put(absl::string_view key, CacheEntryPtr entry);

  void Erase(absl::string_view key);
  void Clear();

  // Estimated, of all that it holds.
  size_t Bytes() const;
  size_t Entries() const;

 private:
  static constexpr size_t kShards = 16;

  struct Shard {
    using Order = std::list<std::pair<std::string, CacheEntryPtr>>;  // Newest use first.

    void Erase(Order::iterator position) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);

    mutable Mutex mu;
    Order order ABSL_GUARDED_BY(mu);
    // The keys are those in `order`.
    absl::flat_hash_map<absl::string_view, Order::iterator> positions ABSL_GUARDED_BY(mu);
    size_t bytes ABSL_GUARDED_BY(mu) = 0;
  };

  Shard& ShardOf(absl::string_view key);

  const size_t max_shard_bytes_;
  std::array<Shard, kShards> shards_;
};

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_MEMORY_CACHE_H_
