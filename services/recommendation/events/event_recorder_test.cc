#include "services/recommendation/events/event_recorder.h"

#include <stdlib.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/events/testing_events.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using ::testing::ElementsAre;

std::string RecorderFolder() {
  std::string folder = ::testing::TempDir() + "event_recorder_XXXXXX";
  return mkdtemp(folder.data());
}

// Articles whose names have "gone" in them are withdrawn.
absl::Status CheckListed(absl::string_view article) {
  if (!absl::StrContains(article, "gone")) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_WITHDRAWN", "withdrawn");
}

class EventRecorderTest : public ::testing::Test {
 protected:
  EventRecorderTest() { Open(); }

  void Open(size_t known_events = 250'000) {
    recorder_.reset();
    recorder_ = EventRecorder::Open({.log = {.folder = folder_}, .known_events = known_events},
                                    CheckListed, clock_, metrics_)
                    .value();
  }

  absl::StatusOr<EventRecorder::Recorded> Record(const std::vector<v1::SimilarEvent>& events) {
    return recorder_->Record({events.begin(), events.end()});
  }

  std::vector<v1::SimilarEvent> Kept() {
    EXPECT_TRUE(recorder_->log().Sync().ok());
    std::vector<v1::SimilarEvent> events;
    for (const EventFile& file : ListEventFiles(folder_)) {
      EXPECT_TRUE(ReadEventFile(file.path, [&](const auto& e) { events.push_back(e); }).ok());
    }
    return events;
  }

  double Clicks() {
    return recorder_->counts().OfPair("articles/a", "articles/b", clock_.Now()).clicks;
  }

  const std::string folder_ = RecorderFolder();
  FakeClock clock_;
  Metrics metrics_;
  std::unique_ptr<EventRecorder> recorder_;
};

TEST_F(EventRecorderTest, AnEventThatComesAgainCountsOnceAlsoAfterARestart) {
  const auto first = Record({Click("1", "a", "b", 1), Click("1", "a", "b", 1)});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->new_events, 1);
  EXPECT_EQ(first->repeated_events, 1);
  Open();
  const auto again = Record({Click("1", "a", "b", 1), Click("2", "a", "b", 1)});
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->new_events, 1);
  EXPECT_EQ(again->repeated_events, 1);
  EXPECT_EQ(Kept().size(), 2u);
  EXPECT_NEAR(Clicks(), 2, 1e-9);
}

TEST_F(EventRecorderTest, WhatIsKeptHasTheTimeOfArrivalWhereNoneWasSent) {
  v1::SimilarEvent timed = Click("2", "a", "b", 1);
  *timed.mutable_time() = ToProto(clock_.Now() - absl::Hours(1));
  ASSERT_TRUE(Record({Click("1", "a", "b", 1), timed}).ok());
  const auto kept = Kept();
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(FromProto(kept[0].time()), clock_.Now());
  EXPECT_EQ(FromProto(kept[1].time()), clock_.Now() - absl::Hours(1));
}

TEST_F(EventRecorderTest, ArticlesThatAreNotListedAreRefusedByItem) {
  const auto recorded =
      Record({Click("1", "a", "gone", 1), Click("2", "a", "b", 1), Click("3", "gone", "b", 1)});
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->new_events, 1);
  ASSERT_EQ(recorded->refused.size(), 2u);
  EXPECT_EQ(recorded->refused[0].first, 0);
  EXPECT_EQ(ErrorReason(recorded->refused[0].second), "ARTICLE_WITHDRAWN");
  EXPECT_EQ(recorded->refused[1].first, 2);
  EXPECT_EQ(Kept().size(), 1u);
}

TEST_F(EventRecorderTest, OneThatIsNotWellMadeLeavesNothingRecorded) {
  const auto recorded = Record({Click("1", "a", "b", 1), Click("2", "a", "b", 0)});
  EXPECT_EQ(ErrorField(recorded.status()), "events[1].place");
  EXPECT_TRUE(Kept().empty());
  EXPECT_EQ(Record({Click("1", "a", "b", 1)})->new_events, 1);
}

TEST_F(EventRecorderTest, WhatNoFieldIsForIsNotKept) {
  v1::SimilarEvent event;
  ASSERT_TRUE(event.ParseFromString(Click("1", "a", "b", 1).SerializeAsString() +
                                    std::string("\xFA\x3E\x04user", 7)));  // field 1007
  ASSERT_TRUE(Record({event}).ok());
  EXPECT_EQ(Kept().at(0).SerializeAsString().find("user"), std::string::npos);
}

TEST_F(EventRecorderTest, IdsAreRememberedWithinTheWindowOnly) {
  Open(/*known_events=*/10);
  ASSERT_TRUE(Record({Click("first", "a", "b", 1)}).ok());
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(Record({Click(absl::StrCat(i), "a", "b", 1)}).ok());
  EXPECT_EQ(Record({Click("first", "a", "b", 1)})->repeated_events, 1);
  for (int i = 10; i < 30; ++i) ASSERT_TRUE(Record({Click(absl::StrCat(i), "a", "b", 1)}).ok());
  EXPECT_EQ(Record({Click("first", "a", "b", 1)})->new_events, 1);
}

}  // namespace
}  // namespace akin
