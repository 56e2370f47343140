#ifndef AKIN_COMMON_CACHE_SHARED_CACHE_H_
#define AKIN_COMMON_CACHE_SHARED_CACHE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// The cache that replicas share. Implementations are thread-safe, answer within a few milliseconds,
// and say UNAVAILABLE when they cannot. May forget anything at any time, a large value at once.
class SharedCache {
 public:
  virtual ~SharedCache() = default;

  // The value, or nothing if there is none.
  virtual absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) = 0;

  // Keeps the value for at most `ttl`. RESOURCE_EXHAUSTED while it takes none, but can be read.
  virtual absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) = 0;
};

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_SHARED_CACHE_H_
