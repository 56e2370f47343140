#include "common/cache/through_cache.h"

#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace akin {

// A value type of its own, as a domain has: not a protobuf message.
struct Count {
  int number = 0;
};

template <>
struct CacheCodec<Count> {
  static std::string Encode(const Count& count) { return absl::StrCat(count.number); }
  static absl::StatusOr<Count> Decode(absl::string_view bytes) {
    Count count;
    if (!absl::SimpleAtoi(bytes, &count.number)) return absl::DataLossError("not a count");
    return count;
  }
};

namespace {

class ThroughCacheTest : public testing::Test {
 protected:
  absl::StatusOr<CachedValue<Count>> Get(const CacheQuery& query) {
    return GetThrough<Count>(
        cache_, query, [this](absl::Time) -> absl::StatusOr<FreshValue<Count>> {
          if (failure_.ok()) return FreshValue<Count>{.value = {++computations_}, .revision = 7};
          return failure_;
        });
  }

  FakeClock clock_;
  Metrics metrics_;
  int computations_ = 0;
  absl::Status failure_;
  Cache cache_{{.name = "test"}, nullptr, clock_, metrics_};
};

TEST_F(ThroughCacheTest, ValueComesBackAsItWasComputed) {
  EXPECT_EQ(Get({.key = "a"})->value.number, 1);
  const auto hit = Get({.key = "a"});
  EXPECT_EQ(hit->value.number, 1);
  EXPECT_EQ(hit->info.outcome, CacheOutcome::kHit);
  EXPECT_EQ(hit->info.revision, 7);
}

TEST_F(ThroughCacheTest, ErrorOfTheComputationIsReturned) {
  failure_ = absl::NotFoundError("no such article");
  EXPECT_EQ(Get({.key = "a"}).status(), failure_);
}

TEST_F(ThroughCacheTest, CachedBytesThatDoNotDecodeAreReplaced) {
  ASSERT_TRUE(cache_.Get({.key = "a"}, [](absl::Time) { return Computed{.value = "v0"}; }).ok());
  const auto replaced = Get({.key = "a"});
  ASSERT_TRUE(replaced.ok()) << replaced.status();
  EXPECT_EQ(replaced->value.number, 1);
  EXPECT_EQ(replaced->info.outcome, CacheOutcome::kBypass);
  EXPECT_EQ(Get({.key = "a"})->info.outcome, CacheOutcome::kHit);
}

}  // namespace
}  // namespace akin
