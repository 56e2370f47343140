#include "common/cache/memory_cache.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace akin {
namespace {

CacheEntryPtr Entry(const std::string& value, int computed_at_s = 0) {
  auto entry = std::make_shared<CacheEntry>();
  entry->value = value;
  entry->computed_at = absl::FromUnixSeconds(computed_at_s);
  return entry;
}

TEST(MemoryCacheTest, FindsWhatWasPutUntilItIsErased) {
  MemoryCache cache(1 << 20);
  EXPECT_EQ(cache.Find("a"), nullptr);
  cache.Put("a", Entry("1"));
  EXPECT_EQ(cache.Find("a")->value, "1");
  cache.Erase("a");
  EXPECT_EQ(cache.Find("a"), nullptr);
  EXPECT_EQ(cache.Bytes(), 0u);
}

TEST(MemoryCacheTest, AnEntryComputedEarlierDoesNotReplaceALaterOne) {
  MemoryCache cache(1 << 20);
  cache.Put("a", Entry("1", 1));
  cache.Put("a", Entry("2", 2));
  cache.Put("a", Entry("late", 1));
  EXPECT_EQ(cache.Find("a")->value, "2");
  EXPECT_EQ(cache.Entries(), 1u);
}

TEST(MemoryCacheTest, StaysWithinItsBytesAndKeepsWhatIsUsed) {
  MemoryCache cache(1 << 20);
  cache.Put("used", Entry("x"));
  for (int i = 0; i < 10'000; ++i) {
    cache.Put(absl::StrCat("key", i), Entry(std::string(1'000, 'x')));
    ASSERT_NE(cache.Find("used"), nullptr);
    ASSERT_LE(cache.Bytes(), size_t{1} << 20);
  }
  EXPECT_EQ(cache.Find("key0"), nullptr);
  EXPECT_NE(cache.Find("key9999"), nullptr);
  // Most of the room is in use: 16 shards, each short of its share by less than one entry.
  EXPECT_GT(cache.Bytes(), (size_t{1} << 20) - 16 * 1'400);
}

TEST(MemoryCacheTest, AnEntryLargerThanAShardIsNotKeptAndEvictsNothing) {
  MemoryCache cache(160'000);
  for (int i = 0; i < 10; ++i) cache.Put(absl::StrCat(i), Entry("small"));
  cache.Put("large", Entry(std::string(10'000, 'x')));
  EXPECT_EQ(cache.Find("large"), nullptr);
  EXPECT_EQ(cache.Entries(), 10u);
}

TEST(MemoryCacheTest, ClearForgetsEverything) {
  MemoryCache cache(1 << 20);
  for (int i = 0; i < 100; ++i) cache.Put(absl::StrCat(i), Entry("x"));
  cache.Clear();
  EXPECT_EQ(cache.Entries(), 0u);
  EXPECT_EQ(cache.Bytes(), 0u);
}

TEST(MemoryCacheTest, ManyThreadsSeeOnlyWhatBelongsToTheirKey) {
  MemoryCache cache(40'000);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, t] {
      for (int i = 0; i < 5'000; ++i) {
        const std::string key = absl::StrCat((i * 7 + t) % 97);
        if (i % 3 == 0) cache.Put(key, Entry(key));
        if (i % 50 == 0) cache.Erase(key);
        const CacheEntryPtr found = cache.Find(key);
        if (found != nullptr) {
          EXPECT_EQ(found->value, key);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(cache.Bytes(), 40'000u);
}

}  // namespace
}  // namespace akin
