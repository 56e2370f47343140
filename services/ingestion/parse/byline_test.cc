#include "services/ingestion/parse/byline.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> People(absl::string_view byline) {
  std::vector<std::string> people;
  AddByline(byline, people);
  return people;
}

TEST(Byline, NamesItsPeople) {
  EXPECT_THAT(People("Maja Lindqvist"), ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(People("By Maja Lindqvist, Wire"), ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(People("BY ANN LEE and BO EK"), ElementsAre("ANN LEE", "BO EK"));
  EXPECT_THAT(People("By Ann Lee, Bo Ek and Cy Dee, Wire"),
              ElementsAre("Ann Lee", "Bo Ek", "Cy Dee"));
  EXPECT_THAT(People("Von Marco Krefting und Sunrita Sen, dpa"),
              ElementsAre("Marco Krefting", "Sunrita Sen"));
}

TEST(Byline, LeavesNamesThatLookLikeItsWordsAlone) {
  EXPECT_THAT(People("von der Leyen"), ElementsAre("von der Leyen"));
  EXPECT_THAT(People("Anderson Byrd"), ElementsAre("Anderson Byrd"));
}

}  // namespace
}  // namespace akin
