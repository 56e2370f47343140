#include "common/cache/redis_shared_cache.h"

#include <utility>

#include "common/status/status_macros.h"

namespace akin {
namespace {

// A RedisSharedCache with the client that it uses.
class OwningRedisCache : public SharedCache {
 public:
  explicit OwningRedisCache(std::unique_ptr<RedisClient> redis)
      : redis_(std::move(redis)), cache_(*redis_) {}

  absl::StatusOr<absl::optional<std::string>> Get(absl::string_view key) override {
    return cache_.Get(key);
  }
  absl::Status Set(absl::string_view key, absl::string_view value, absl::Duration ttl) override {
    return cache_.Set(key, value, ttl);
  }

 private:
  const std::unique_ptr<RedisClient> redis_;
  RedisSharedCache cache_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<SharedCache>> OpenRedisSharedCache(
    const RedisClient::Options& options, const Clock& clock, Metrics& metrics) {
  if (options.address.empty()) return std::unique_ptr<SharedCache>();
  ASSIGN_OR_RETURN(auto redis, RedisClient::Create(options, clock, metrics));
  return std::unique_ptr<SharedCache>(std::make_unique<OwningRedisCache>(std::move(redis)));
}

}  // namespace akin
