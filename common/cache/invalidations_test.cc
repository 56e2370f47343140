#include "common/cache/invalidations.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace akin {
namespace {

CacheEntry At(int64_t revision, std::vector<CacheTag> tags) {
  CacheEntry entry;
  entry.revision = revision;
  entry.tags = std::move(tags);
  return entry;
}

constexpr CacheTag kKey = 1;
constexpr CacheTag kStory = 2;

TEST(InvalidationsTest, CoverEntriesComputedBeforeWithTheTagOrTheKey) {
  Invalidations invalidations(100);
  invalidations.Add(kStory, 10);
  EXPECT_TRUE(invalidations.Cover(At(9, {kStory}), kKey));
  EXPECT_FALSE(invalidations.Cover(At(10, {kStory}), kKey));
  EXPECT_FALSE(invalidations.Cover(At(9, {}), kKey));
  invalidations.Add(kKey, 10);
  EXPECT_TRUE(invalidations.Cover(At(9, {}), kKey));
}

TEST(InvalidationsTest, AnEntryFoundValidIsLookedAtAgainAfterTheNextChange) {
  Invalidations invalidations(100);
  const CacheEntry entry = At(9, {kStory});
  EXPECT_FALSE(invalidations.Cover(entry, kKey));
  EXPECT_FALSE(invalidations.Cover(entry, kKey));
  invalidations.Add(kStory, 10);
  EXPECT_TRUE(invalidations.Cover(entry, kKey));
}

TEST(InvalidationsTest, WhatComesOutOfOrderDoesNotUndoALaterOne) {
  Invalidations invalidations(100);
  invalidations.Add(kStory, 10);
  invalidations.Add(kStory, 5);
  EXPECT_TRUE(invalidations.Cover(At(9, {kStory}), kKey));
}

TEST(InvalidationsTest, AnotherLogForgetsTagsAndTrustsNothingFromBeforeItsStart) {
  Invalidations invalidations(100);
  invalidations.Add(kStory, 1'000);
  invalidations.FollowLog("log", 20);
  EXPECT_EQ(invalidations.LogId(), "log");
  EXPECT_TRUE(invalidations.Cover(At(19, {}), kKey));
  EXPECT_FALSE(invalidations.Cover(At(20, {kStory}), kKey));
}

TEST(InvalidationsTest, ForgettingOldTagsNeverMakesAnInvalidEntryValid) {
  Invalidations bounded(50);
  std::map<CacheTag, int64_t> model;
  std::mt19937 random(3);
  for (int64_t revision = 101; revision <= 2'100; ++revision) {
    const CacheTag tag = random() % 200;
    bounded.Add(tag, revision);
    model[tag] = revision;
    const CacheTag asked = random() % 200;
    const int64_t computed_at = revision - static_cast<int64_t>(random() % 100);
    const bool is_invalid = model.contains(asked) && computed_at < model[asked];
    const bool covered = bounded.Cover(At(computed_at, {asked}), 1'000);
    if (is_invalid) {
      EXPECT_TRUE(covered) << revision;
    }
    // Among the last 50 changes nothing is forgotten, so nothing valid is refused.
    if (!is_invalid && computed_at > revision - 50) {
      EXPECT_FALSE(covered) << revision;
    }
  }
}

}  // namespace
}  // namespace akin
