#include "common/cache/cache_entry.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

CacheEntry Sample() {
  CacheEntry entry;
  entry.value = std::string("a\0b", 3);
  entry.revision = 42;
  entry.tags = {MakeCacheTag("story:1"), MakeCacheTag("article:2")};
  entry.computed_at = absl::FromUnixSeconds(1'700'000'000);
  entry.fresh_until = entry.computed_at + absl::Seconds(30);
  entry.usable_until = entry.computed_at + absl::Minutes(10);
  return entry;
}

TEST(CacheEntryTest, DecodesWhatWasEncoded) {
  const CacheEntry entry = Sample();
  const auto decoded = DecodeCacheEntry(EncodeCacheEntry(entry));
  ASSERT_TRUE(decoded.ok()) << decoded.status();
  EXPECT_EQ((*decoded)->value, entry.value);
  EXPECT_EQ((*decoded)->revision, 42);
  EXPECT_EQ((*decoded)->tags, entry.tags);
  EXPECT_EQ((*decoded)->computed_at, entry.computed_at);
  EXPECT_EQ((*decoded)->fresh_until, entry.fresh_until);
  EXPECT_EQ((*decoded)->refresh_at, entry.fresh_until);
  EXPECT_EQ((*decoded)->usable_until, entry.usable_until);
}

TEST(CacheEntryTest, EveryPrefixAndAnyTailIsDataLoss) {
  const std::string bytes = EncodeCacheEntry(Sample());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(DecodeCacheEntry(bytes.substr(0, size)).status().code(), absl::StatusCode::kDataLoss);
  }
  EXPECT_EQ(DecodeCacheEntry(bytes + "x").status().code(), absl::StatusCode::kDataLoss);
}

TEST(CacheEntryTest, FlippedBytesNeverCrashTheDecoder) {
  const std::string bytes = EncodeCacheEntry(Sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string bad = bytes;
    bad[i] = static_cast<char>(~bad[i]);
    const auto decoded = DecodeCacheEntry(bad);
    if (decoded.ok()) {
      EXPECT_LE((*decoded)->value.size(), bytes.size());
    }
  }
}

TEST(CacheEntryTest, TagsAreThePublishedFnv1aHashes) {
  // From the test vectors of draft-eastlake-fnv.
  EXPECT_EQ(MakeCacheTag(""), 0xcbf29ce484222325u);
  EXPECT_EQ(MakeCacheTag("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(MakeCacheTag("foobar"), 0x85944171f73967e8u);
}

}  // namespace
}  // namespace akin
