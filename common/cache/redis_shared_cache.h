#ifndef AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_
#define AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_

#include <string>

#include "common/cache/shared_cache.h"
#include "common/redis/redis_client.h"

namespace akin {

// Redis as shared cache. Thread-safe.
class RedisSharedCache : public SharedCache {
 public:
  explicit RedisSharedCache(RedisClient& redis) : redis_(redis) {}

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) override {
    return redis_.Get(key);
  }
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override {
    return redis_.SetWithTtl(key, value, ttl);
  }

 private:
  RedisClient& redis_;
};

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_
