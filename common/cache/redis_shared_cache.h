#ifndef AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_
#define AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_

#include <memory>
#include <string>

#include "common/cache/shared_cache.h"
#include "common/redis/redis_client.h"

namespace akin {

// Redis as shared cache. What it holds is sealed with a fingerprint of key and value: bytes that
// were damaged, cut or put under another key are as good as none. Thread-safe.
class RedisSharedCache : public SharedCache {
 public:
  explicit RedisSharedCache(RedisClient& redis) : redis_(redis) {}

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) override;
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override;

 private:
  RedisClient& redis_;
};

// Redis as `options` say (see ParseRedisAddress); null where the address is empty. `clock` and
// `metrics` must outlive it. INVALID_ARGUMENT for a bad address.
absl::StatusOr<std::unique_ptr<SharedCache>> OpenRedisSharedCache(
    const RedisClient::Options& options, const Clock& clock, Metrics& metrics);

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_REDIS_SHARED_CACHE_H_
