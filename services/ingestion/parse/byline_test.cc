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

std::vector<std::string> Authors(absl::string_view html) {
  std::vector<std::string> people;
  AddFeedAuthors(html, people);
  return people;
}

TEST(FeedAuthors, AreAllWhoAreNamedInOneElement) {
  for (const char* html :
       {"Ann Lee, Bo Ek", "Ann Lee &amp; Bo Ek", "By Ann Lee and Bo Ek", "Ann Lee; Bo Ek",
        "Ann Lee | Bo Ek", "Von Ann Lee und Bo Ek", "por Ann Lee y Bo Ek", "Par Ann Lee et Bo Ek",
        "By: Ann Lee, Staff Writer, and Bo Ek, Reuters",
        "a@wire.example (Ann Lee), b@wire.example (Bo Ek)",
        "Ann Lee <a@wire.example>; Bo Ek <b@wire.example>", "Ann Lee, Bo Ek, Ann Lee"}) {
    EXPECT_THAT(Authors(html), ElementsAre("Ann Lee", "Bo Ek")) << html;
  }
  EXPECT_THAT(Authors("张三、李四"), ElementsAre("张三", "李四"));
  EXPECT_THAT(Authors("Lee, Ann; Ek, Bo"), ElementsAre("Lee, Ann", "Ek, Bo"));
}

TEST(FeedAuthors, AreOneWhereTheNameHasCommasOrAnAnd) {
  for (const char* name :
       {"Lee, Ann", "Ernst and Young", "Food and Drug Administration", "Reuters, Staff",
        "Ann and Bo", "Department of Health and Human Services", "José Ortega y Gasset",
        "Martin Luther King, Jr.", "Von Miller", "Sir Ann Lee"}) {
    EXPECT_THAT(Authors(name), ElementsAre(name)) << name;
  }
  EXPECT_THAT(Authors("Lee, Ann <a@wire.example>"), ElementsAre("Lee, Ann"));
}

}  // namespace
}  // namespace akin
