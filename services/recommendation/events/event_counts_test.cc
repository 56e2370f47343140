#include "services/recommendation/events/event_counts.h"

#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/events/event_features.h"
#include "services/recommendation/events/testing_events.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kStart = absl::FromUnixSeconds(1'790'000'000);
constexpr absl::Duration kHalfLife = absl::Hours(72);

v1::SimilarEvent At(absl::Time time, v1::SimilarEvent event) {
  *event.mutable_time() = ToProto(time);
  return event;
}

TEST(EventCountsTest, AnEventCountsHalfAfterEachHalfLife) {
  EventCounts counts({.half_life = kHalfLife});
  counts.Add(At(kStart, Click("1", "a", "b", 1)));
  counts.Add(At(kStart + kHalfLife, Click("2", "a", "b", 1)));
  const auto clicks = [&](absl::Time now) {
    return counts.OfPair("articles/a", "articles/b", now).clicks;
  };
  EXPECT_NEAR(clicks(kStart + kHalfLife), 1 + 0.5, 1e-9);
  EXPECT_NEAR(clicks(kStart + 3 * kHalfLife), 0.25 + 0.125, 1e-9);
}

TEST(EventCountsTest, TheOrderOfArrivalDoesNotMatter) {
  EventCounts forward, backward;
  const auto first = At(kStart, Click("1", "a", "b", 1));
  const auto second = At(kStart + absl::Hours(100), Impression("2", "a", "b", 1));
  forward.Add(first);
  forward.Add(second);
  backward.Add(second);
  backward.Add(first);
  const absl::Time now = kStart + absl::Hours(200);
  const EventTally a = forward.OfArticle("articles/b", now);
  const EventTally b = backward.OfArticle("articles/b", now);
  EXPECT_NEAR(a.clicks, b.clicks, 1e-9);
  EXPECT_NEAR(a.impressions, b.impressions, 1e-9);
}

TEST(EventCountsTest, APairIsDirectedAndAnArticleCountsUnderAnySeed) {
  EventCounts counts;
  counts.Add(At(kStart, Click("1", "a", "b", 1)));
  counts.Add(At(kStart, Click("2", "c", "b", 1)));
  EXPECT_EQ(counts.OfPair("articles/a", "articles/b", kStart).clicks, 1);
  EXPECT_EQ(counts.OfPair("articles/b", "articles/a", kStart).clicks, 0);
  EXPECT_EQ(counts.OfArticle("articles/b", kStart).clicks, 2);
  EXPECT_EQ(counts.OfArticle("articles/a", kStart).clicks, 0);
}

TEST(EventCountsTest, WhereThereAreTooManyPairsThoseWithTheLeastAreForgotten) {
  EventCounts counts({.max_pairs = 100});
  for (int i = 0; i < 10; ++i) counts.Add(At(kStart, Click("x", "a", "often", 1)));
  for (int i = 0; i < 1000; ++i) {
    counts.Add(At(kStart, Click("y", "a", absl::StrCat("once", i), 1)));
  }
  EXPECT_EQ(counts.OfPair("articles/a", "articles/often", kStart).clicks, 10);
  int kept = 0;
  for (int i = 0; i < 1000; ++i) {
    kept += counts.OfPair("articles/a", absl::StrCat("articles/once", i), kStart).clicks > 0;
  }
  EXPECT_LE(kept, 100);
  EXPECT_GT(kept, 10);
}

TEST(EventCountsTest, FeaturesHaveStableNamesAndAreLeftOutWhereNothingHappened) {
  EventCounts counts;
  EXPECT_THAT(EventFeatures(counts, {"articles/a"}, "articles/b", kStart), IsEmpty());
  counts.Add(At(kStart, Impression("1", "a", "b", 1)));
  counts.Add(At(kStart, Click("2", "other", "b", 1)));
  v1::SimilarEvent dwell = NewEvent(v1::SIMILAR_EVENT_TYPE_DWELL, "3", "other", "b", 1);
  dwell.mutable_dwell_time()->set_seconds(30);
  counts.Add(At(kStart, dwell));
  EXPECT_THAT(EventFeatures(counts, {"articles/a"}, "articles/b", kStart),
              ElementsAre(Pair("pair_impressions", 1), Pair("article_impressions", 1),
                          Pair("article_clicks", 1), Pair("article_dwell_seconds", 30)));
}

}  // namespace
}  // namespace akin
