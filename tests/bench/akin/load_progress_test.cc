#include "tests/bench/akin/load_progress.h"

#include <cmath>

#include "gtest/gtest.h"

namespace akin::bench {
namespace {

absl::Time At(int seconds) { return absl::UnixEpoch() + absl::Seconds(seconds); }

TEST(LoadProgress, TellsTheRatesOfTheFirstAndTheLastTenth) {
  LoadProgress progress(0, 1000, At(0));
  progress.Note(50, At(1));
  progress.Note(100, At(2));
  progress.Note(900, At(7));
  progress.Note(1000, At(12));
  EXPECT_EQ(progress.first_tenth_per_second(), 50);
  EXPECT_EQ(progress.last_tenth_per_second(), 20);
}

TEST(LoadProgress, ArticlesThatWereThereBeforeDoNotCount) {
  LoadProgress progress(500, 1000, At(0));
  progress.Note(550, At(5));
  EXPECT_EQ(progress.first_tenth_per_second(), 10);
  EXPECT_TRUE(std::isnan(progress.last_tenth_per_second()));
}

TEST(LoadProgress, TimeAfterTheLastArticleDoesNotCount) {
  LoadProgress progress(0, 1000, At(0));
  progress.Note(900, At(9));
  progress.Note(1000, At(10));
  progress.Note(1000, At(60));
  EXPECT_EQ(progress.last_tenth_per_second(), 100);
}

TEST(LoadProgress, ALineEveryTenSecondsTellsTheRateSinceTheOneBefore) {
  LoadProgress progress(0, 1000, At(0));
  EXPECT_FALSE(progress.Note(300, At(9)));
  EXPECT_EQ(*progress.Note(400, At(10)), "400 of 1000 articles, 40 a second now");
  EXPECT_FALSE(progress.Note(450, At(19)));
  EXPECT_EQ(*progress.Note(500, At(20)), "500 of 1000 articles, 10 a second now");
}

}  // namespace
}  // namespace akin::bench
