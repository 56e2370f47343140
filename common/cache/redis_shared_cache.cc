#include "common/cache/redis_shared_cache.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"

namespace akin {
namespace {

constexpr size_t kSealBytes = 8;

std::string SealOf(absl::string_view key, absl::string_view value) {
  const uint64_t fingerprint = FingerprintText(value, FingerprintText(key));
  std::string seal;
  for (size_t i = 0; i < kSealBytes; ++i) seal.push_back(static_cast<char>(fingerprint >> (8 * i)));
  return seal;
}

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

absl::StatusOr<absl::optional<std::string>> RedisSharedCache::Get(absl::string_view key) {
  ASSIGN_OR_RETURN(absl::optional<std::string> sealed, redis_.Get(key));
  if (!sealed || sealed->size() < kSealBytes) return absl::optional<std::string>();
  std::string value = sealed->substr(kSealBytes);
  if (absl::StartsWith(*sealed, SealOf(key, value))) return absl::make_optional(std::move(value));
  return absl::optional<std::string>();
}

absl::Status RedisSharedCache::Set(absl::string_view key, absl::string_view value,
                                   absl::Duration ttl) {
  return redis_.SetWithTtl(key, absl::StrCat(SealOf(key, value), value), ttl);
}

absl::StatusOr<std::unique_ptr<SharedCache>> OpenRedisSharedCache(
    const RedisClient::Options& options, const Clock& clock, Metrics& metrics) {
  if (options.address.empty()) return std::unique_ptr<SharedCache>();
  ASSIGN_OR_RETURN(auto redis, RedisClient::Create(options, clock, metrics));
  return std::unique_ptr<SharedCache>(std::make_unique<OwningRedisCache>(std::move(redis)));
}

}  // namespace akin
