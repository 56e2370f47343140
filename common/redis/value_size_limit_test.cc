#include "common/redis/value_size_limit.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(ValueSizeLimitTest, IsWhatAnOrdinaryNetworkCarriesInTheTime) {
  FakeClock clock;
  const ValueSizeLimit limit(absl::Milliseconds(5), clock);  // 50 bytes a microsecond
  EXPECT_TRUE(limit.Allows(250'000));
  EXPECT_FALSE(limit.Allows(250'001));
  EXPECT_TRUE(ValueSizeLimit(absl::Milliseconds(100), clock).Allows(5'000'000));
  EXPECT_TRUE(ValueSizeLimit(absl::InfiniteDuration(), clock).Allows(512 << 20));
  EXPECT_FALSE(ValueSizeLimit(absl::InfiniteDuration(), clock).Allows((512 << 20) + 1));
}

TEST(ValueSizeLimitTest, SmallValuesAreAlwaysAllowed) {
  FakeClock clock;
  ValueSizeLimit limit(absl::Microseconds(1), clock);
  limit.NoteTooLarge(2);
  EXPECT_TRUE(limit.Allows(ValueSizeLimit::kSmallBytes));
  EXPECT_FALSE(limit.Allows(ValueSizeLimit::kSmallBytes + 1));
}

TEST(ValueSizeLimitTest, SizesThatDidNotMakeItAreLeftAloneForAWhile) {
  FakeClock clock;
  ValueSizeLimit limit(absl::Milliseconds(5), clock);
  limit.NoteTooLarge(200'000);
  EXPECT_FALSE(limit.Allows(100'001));
  EXPECT_TRUE(limit.Allows(100'000));
  limit.NoteTooLarge(80'000);
  EXPECT_FALSE(limit.Allows(40'001));
  limit.NoteTooLarge(240'000);  // Sent before that: tells nothing new.
  EXPECT_FALSE(limit.Allows(40'001));
  clock.Advance(absl::Minutes(1));
  EXPECT_TRUE(limit.Allows(250'000));
}

}  // namespace
}  // namespace akin
