#ifndef AKIN_COMMON_CACHE_THROUGH_CACHE_H_
#define AKIN_COMMON_CACHE_THROUGH_CACHE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cache/cache.h"
#include "common/status/status_macros.h"

// What caching decorators are made of: Cache for values instead of bytes.
//
//   absl::StatusOr<FoundList> CachingFinder::Find(const FindRequest& request) {
//     ASSIGN_OR_RETURN(
//         CachedValue<FoundList> found,
//         GetThrough<FoundList>(cache_, QueryOf(request),
//             [this, request](absl::Time deadline) -> absl::StatusOr<FreshValue<FoundList>> { …
//             }));
//     Drop what is no longer live from found.value; report found.info; return.
//   }
namespace akin {

// How a value becomes bytes. As it stands, for protobuf messages; specialize it for other types.
template <typename Value>
struct CacheCodec {
  static std::string Encode(const Value& value) { return value.SerializeAsString(); }
  static absl::StatusOr<Value> Decode(absl::string_view bytes) {
    Value value;
    if (value.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return value;
    return absl::DataLossError("cached value does not parse");
  }
};

// See Computed.
template <typename Value>
struct FreshValue {
  Value value;
  int64_t revision = 0;
  std::vector<std::string> tags;
  bool cacheable = true;
  absl::Duration max_ttl = absl::InfiniteDuration();
};

template <typename Value>
struct CachedValue {
  Value value;
  CacheInfo info;
  CacheEntryPtr entry;
};

// See Cache::Get, for `compute` too. Bytes that another version of the program has left under the
// same key, and that do not decode, are replaced.
template <typename Value>
absl::StatusOr<CachedValue<Value>> GetThrough(
    Cache& cache, CacheQuery query,
    std::function<absl::StatusOr<FreshValue<Value>>(absl::Time deadline)> compute) {
  const Cache::Compute bytes_of_computed =
      [compute = std::move(compute)](absl::Time deadline) -> absl::StatusOr<Computed> {
    ASSIGN_OR_RETURN(FreshValue<Value> fresh, compute(deadline));
    return Computed{.value = CacheCodec<Value>::Encode(fresh.value),
                    .revision = fresh.revision,
                    .tags = std::move(fresh.tags),
                    .cacheable = fresh.cacheable,
                    .max_ttl = fresh.max_ttl};
  };
  ASSIGN_OR_RETURN(CacheAnswer answer, cache.Get(query, bytes_of_computed));
  absl::StatusOr<Value> value = CacheCodec<Value>::Decode(answer.value());
  if (!value.ok()) {
    query.max_staleness = absl::ZeroDuration();
    ASSIGN_OR_RETURN(answer, cache.Get(query, bytes_of_computed));
    value = CacheCodec<Value>::Decode(answer.value());
  }
  RETURN_IF_ERROR(value.status());
  return CachedValue<Value>{*std::move(value), answer.info, answer.entry};
}

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_THROUGH_CACHE_H_
