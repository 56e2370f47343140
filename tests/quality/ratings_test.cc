#include "tests/quality/ratings.h"

#include <gtest/gtest.h>

#include <sstream>

namespace akin {
namespace {

TEST(RatingsTest, LinesNameTwoArticlesAndANumber) {
  std::istringstream in("first\tsecond\trating\na\tb\t4.5\nb\tc\t1\n");
  const std::vector<Rating> ratings = ReadRatings(in);
  ASSERT_EQ(ratings.size(), 2u);
  EXPECT_EQ(ratings[0].article, "a");
  EXPECT_EQ(ratings[0].other, "b");
  EXPECT_EQ(ratings[0].rating, 4.5);
  EXPECT_EQ(ratings[1].rating, 1);
}

// Anscombe (1973): the first of his four sets.
TEST(RatingsTest, PearsonIsThatOfAPublishedExample) {
  const std::vector<double> x = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
  const std::vector<double> y = {8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
  EXPECT_NEAR(Pearson(x, y), 0.816, 0.001);
}

TEST(RatingsTest, SpearmanAsksForTheOrderAlone) {
  EXPECT_DOUBLE_EQ(Spearman({1, 2, 3, 4}, {1, 10, 100, 1000}), 1);
  EXPECT_DOUBLE_EQ(Spearman({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
}

// Ranks 0, 1.5, 1.5, 3 and 0, 1, 2, 3: 4.5 / sqrt(4.5 * 5).
TEST(RatingsTest, EqualValuesShareARank) {
  EXPECT_NEAR(Spearman({1, 2, 2, 3}, {1, 2, 3, 4}), 0.9487, 0.0001);
}

TEST(RatingsTest, WhatDoesNotVaryAgreesWithNothing) {
  EXPECT_EQ(Pearson({1, 1, 1}, {1, 2, 3}), 0);
  EXPECT_EQ(Pearson({}, {}), 0);
}

}  // namespace
}  // namespace akin
