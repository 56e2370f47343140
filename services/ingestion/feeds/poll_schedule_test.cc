#include "services/ingestion/feeds/poll_schedule.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

std::vector<absl::Time> HoursAgo(const std::vector<int>& hours) {
  std::vector<absl::Time> times;
  for (int ago : hours) times.push_back(kNow - absl::Hours(ago));
  return times;
}

TEST(MedianGap, IsTheMiddleOneOfTheGapsInTime) {
  EXPECT_EQ(MedianGap(HoursAgo({1, 3, 4}), kNow), absl::Hours(2)) << "of 1 and 2, the longer";
  EXPECT_EQ(MedianGap(HoursAgo({40, 1, 2, 4}), kNow), absl::Hours(2)) << "in any order";
  EXPECT_EQ(MedianGap(HoursAgo({1, 2, 4, 1, 40, 2}), kNow), absl::Hours(2)) << "times count once";
}

TEST(MedianGap, NeedsThreeTimesThatAreNotInTheFuture) {
  EXPECT_EQ(MedianGap({}, kNow), absl::nullopt);
  EXPECT_EQ(MedianGap(HoursAgo({1, 2}), kNow), absl::nullopt);
  EXPECT_EQ(MedianGap(HoursAgo({1, 1, 1}), kNow), absl::nullopt);
  EXPECT_EQ(MedianGap(HoursAgo({-5, 1, 2}), kNow), absl::nullopt);
}

TEST(PollInterval, FollowsTheFeedsRhythmWithinTheLimits) {
  const auto interval = [](absl::Duration rhythm) { return PollInterval({.rhythm = rhythm}, {}); };
  EXPECT_EQ(interval(absl::Hours(2)), absl::Hours(1));
  EXPECT_EQ(interval(absl::Seconds(20)), absl::Minutes(5));
  EXPECT_EQ(interval(absl::Hours(24 * 30)), absl::Hours(24));
  EXPECT_EQ(PollInterval({}, {}), absl::Minutes(30));
}

TEST(PollInterval, AFeedThatHasFallenSilentIsPolledMoreRarely) {
  const auto interval = [](absl::Duration silence) {
    return PollInterval({.rhythm = absl::Minutes(20), .silence = silence}, {});
  };
  EXPECT_EQ(interval(absl::Hours(1)), absl::Minutes(10));
  EXPECT_EQ(interval(absl::Hours(48)), absl::Hours(2));
  EXPECT_EQ(interval(absl::Hours(24 * 365)), absl::Hours(24));
}

TEST(PollInterval, ThePublishersWishesCountUpToTheLongestInterval) {
  EXPECT_EQ(PollInterval({.rhythm = absl::Minutes(20), .update_interval = absl::Hours(1)}, {}),
            absl::Hours(1));
  EXPECT_EQ(PollInterval({.rhythm = absl::Minutes(20), .max_age = absl::Minutes(15)}, {}),
            absl::Minutes(15));
  EXPECT_EQ(PollInterval({.update_interval = absl::Minutes(1)}, {}), absl::Minutes(30));
  EXPECT_EQ(PollInterval({.max_age = absl::Hours(24 * 365)}, {}), absl::Hours(24));
}

TEST(PollInterval, TheSubscribersMinimumIsKeptEvenPastTheLongestInterval) {
  EXPECT_EQ(PollInterval({.min_interval = absl::Hours(1)}, {}), absl::Hours(1));
  EXPECT_EQ(PollInterval({.min_interval = absl::Hours(48)}, {}), absl::Hours(48));
  EXPECT_EQ(PollInterval({.min_interval = absl::Seconds(1)}, {}), absl::Minutes(30));
}

TEST(BackOff, DoublesUpToTheLongestInterval) {
  const auto delay = [](int failures) {
    return BackOff(failures, absl::nullopt, absl::nullopt, {});
  };
  EXPECT_EQ(delay(1), absl::Minutes(5));
  EXPECT_EQ(delay(2), absl::Minutes(10));
  EXPECT_EQ(delay(5), absl::Minutes(80));
  EXPECT_EQ(delay(9), absl::Minutes(1'280));
  EXPECT_EQ(delay(10), absl::Hours(24));
  EXPECT_EQ(delay(1'000'000'000), absl::Hours(24));
}

TEST(BackOff, WaitsAtLeastAsLongAsThePublisherAndTheSubscriberWish) {
  EXPECT_EQ(BackOff(1, absl::Hours(1), absl::nullopt, {}), absl::Hours(1));
  EXPECT_EQ(BackOff(5, absl::Minutes(1), absl::nullopt, {}), absl::Minutes(80));
  EXPECT_EQ(BackOff(1, absl::Hours(24 * 3'650), absl::nullopt, {}), absl::Hours(24 * 7));
  EXPECT_EQ(BackOff(1, absl::nullopt, absl::Hours(2), {}), absl::Hours(2));
}

TEST(WithJitter, SpreadsFeedsOverTheShareAndIsTheSameForTheSameAttempt) {
  std::set<absl::Duration> delays;
  for (int i = 0; i < 1'000; ++i) {
    const absl::Duration delay = WithJitter(absl::Hours(1), 0.25, absl::StrCat("feeds/", i), kNow);
    EXPECT_GE(delay, absl::Hours(1));
    EXPECT_LT(delay, absl::Minutes(75));
    EXPECT_EQ(delay, WithJitter(absl::Hours(1), 0.25, absl::StrCat("feeds/", i), kNow));
    delays.insert(delay);
  }
  EXPECT_GT(delays.size(), 500u);
  EXPECT_LT(*delays.begin(), absl::Minutes(61));
  EXPECT_GT(*delays.rbegin(), absl::Minutes(74));
  EXPECT_NE(WithJitter(absl::Hours(1), 0.25, "feeds/x", kNow),
            WithJitter(absl::Hours(1), 0.25, "feeds/x", kNow + absl::Seconds(1)));
}

}  // namespace
}  // namespace akin
