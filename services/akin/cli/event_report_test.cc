#include "services/akin/cli/event_report.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

class EventReportTest : public ::testing::Test {
 protected:
  void Add(v1::SimilarEventType type, absl::string_view list, absl::string_view arm, int place) {
    v1::SimilarEvent event;
    event.set_event_id(absl::StrCat(++ids_));
    event.set_type(type);
    event.set_list_id(std::string(list));
    event.set_arm(std::string(arm));
    event.set_place(place);
    event.set_article(absl::StrCat("articles/", place));
    report_.Add(event);
  }
  void Show(absl::string_view list, absl::string_view arm, int place) {
    Add(v1::SIMILAR_EVENT_TYPE_IMPRESSION, list, arm, place);
  }
  void Click(absl::string_view list, absl::string_view arm, int place) {
    Add(v1::SIMILAR_EVENT_TYPE_CLICK, list, arm, place);
  }

  int ids_ = 0;
  EventReport report_;
};

// Wilson's interval of 10 of 100, as published tables and calculators have it.
TEST(EstimateTest, ASharesIntervalIsWilsons) {
  const Estimate tenth = WilsonShare(10, 100);
  EXPECT_DOUBLE_EQ(tenth.value, 0.1);
  EXPECT_NEAR(tenth.low, 0.0552, 0.0001);
  EXPECT_NEAR(tenth.high, 0.1744, 0.0001);
  EXPECT_NEAR(WilsonShare(0, 10).high, 0.2775, 0.0001);
  EXPECT_EQ(WilsonShare(0, 0).high, 1) << "nothing is known";
}

// Against the normal approximation: 1,000 values, half 0 and half 1.
TEST(EstimateTest, AMeansIntervalIsAsWideAsItsError) {
  std::vector<double> values(1000, 0);
  for (size_t i = 0; i < 500; ++i) values[i] = 1;
  const Estimate mean = BootstrapMean(values);
  EXPECT_DOUBLE_EQ(mean.value, 0.5);
  EXPECT_NEAR(mean.high - mean.low, 2 * 1.96 * 0.5 / std::sqrt(1000), 0.006);
}

TEST_F(EventReportTest, ClicksAreCountedOncePerHitOfAListAndArms) {
  for (int place = 1; place <= 4; ++place) Show("1", "a", place);
  Click("1", "a", 2);
  Click("1", "a", 2);
  for (int place = 1; place <= 4; ++place) Show("2", "b", place);
  const auto arms = report_.Arms();
  ASSERT_EQ(arms.size(), 2u);
  EXPECT_EQ(arms[0].arm, "a");
  EXPECT_EQ(arms[0].clicks, 1);
  EXPECT_DOUBLE_EQ(arms[0].click_through.value, 0.25);
  EXPECT_DOUBLE_EQ(arms[0].reciprocal_rank.value, 0.5);
  EXPECT_DOUBLE_EQ(arms[1].reciprocal_rank.value, 0);
}

TEST_F(EventReportTest, TheReciprocalRankIsOfTheFirstPlaceClickedWhicheverWasClickedFirst) {
  for (int place = 1; place <= 4; ++place) Show("1", "a", place);
  Click("1", "a", 4);
  Click("1", "a", 2);
  Show("2", "a", 1);
  EXPECT_DOUBLE_EQ(report_.Arms()[0].reciprocal_rank.value, (0.5 + 0) / 2);
}

TEST_F(EventReportTest, AnInterleavedListIsWonByTheArmWithMoreClicks) {
  for (const char* list : {"1", "2", "3", "4"}) {
    Show(list, "a", 1);
    Show(list, "b", 2);
    Show(list, "a", 3);
  }
  Click("1", "a", 1);
  Click("2", "a", 1);
  Click("2", "a", 3);
  Click("2", "b", 2);
  Click("3", "a", 1);
  Click("3", "b", 2);
  const auto arms = report_.Arms();
  EXPECT_EQ(arms[0].wins, 2);
  EXPECT_EQ(arms[0].losses, 0);
  EXPECT_EQ(arms[0].ties, 1) << "the third; the fourth has no click";
  EXPECT_EQ(arms[1].losses, 2);
  EXPECT_DOUBLE_EQ(arms[0].win_share.value, 1);
}

TEST_F(EventReportTest, AnEventOfTwoFilesCountsOnceAndOneWithoutListOnlyForClickThrough) {
  v1::SimilarEvent event;
  event.set_event_id("same");
  event.set_type(v1::SIMILAR_EVENT_TYPE_IMPRESSION);
  event.set_pipeline("front");
  report_.Add(event);
  report_.Add(event);
  EXPECT_EQ(report_.events(), 1);
  EXPECT_EQ(report_.events_without_list(), 1);
  const auto arms = report_.Arms();
  ASSERT_EQ(arms.size(), 1u);
  EXPECT_EQ(arms[0].arm, "front");
  EXPECT_EQ(arms[0].impressions, 1);
  EXPECT_EQ(arms[0].lists, 0);
}

}  // namespace
}  // namespace akin
