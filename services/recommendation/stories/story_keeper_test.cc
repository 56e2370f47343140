#include "services/recommendation/stories/story_keeper.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNoon =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

constexpr char kQuake[] =
    "An earthquake of magnitude 6.4 struck the northern province of Valdoria on Tuesday, killing "
    "at least 40 people and destroying hundreds of houses in the town of Sankt Elva. Rescue teams "
    "searched the rubble for survivors while aftershocks shook the region, officials said.";
constexpr char kChess[] =
    "The seventeen year old grandmaster Lena Torvik won the chess championship in Reykjavik after "
    "beating the defending champion in a rook endgame. She is the youngest winner of the title.";

class DecideStoriesTest : public ::testing::Test {
 protected:
  void Put(const std::string& id, const std::string& body, absl::Duration after = {}) {
    Document document;
    document.id = id;
    document.revision = ++revision_;
    document.headline = body.substr(0, 60);
    document.body = absl::StrCat(body, " Report number ", id, ".");
    document.language = "en";
    document.publish_time = kNoon + after;
    engine_.Upsert(document).value();
  }

  SimilarityEngine engine_;
  StoryDrafts drafts_;
  int64_t revision_ = 0;
};

TEST_F(DecideStoriesTest, ReportsOfOneEventShareAStoryThoughNoneIsApplied) {
  Put("q1", kQuake);
  Put("q2", kQuake, absl::Minutes(5));
  Put("c1", kChess);
  Put("q3", kQuake, absl::Minutes(9));
  const StoryBatch first = DecideStories(engine_, {"q1", "q2", "c1"}, drafts_);
  ASSERT_THAT(first.assignments, SizeIs(3));
  EXPECT_EQ(first.assignments[0].story_id, StoryIdFor("q1"));
  EXPECT_EQ(first.assignments[1].story_id, StoryIdFor("q1"));
  EXPECT_EQ(first.assignments[2].story_id, StoryIdFor("c1"));
  EXPECT_THAT(first.merges, IsEmpty());
  const StoryBatch second = DecideStories(engine_, {"q3"}, drafts_);
  EXPECT_EQ(second.assignments.at(0).story_id, StoryIdFor("q1"));
}

// The earliest report arrives last and takes over the story of those that are only drafted.
TEST_F(DecideStoriesTest, AMergeMovesWhatIsAppliedAndWhatIsDraftedOnceEach) {
  Put("late", kQuake, absl::Minutes(30));
  Put("later", kQuake, absl::Minutes(40));
  engine_.SetStory("late", StoryIdFor("late"));
  Put("first", kQuake);
  const StoryBatch batch = DecideStories(engine_, {"later", "first"}, drafts_);
  std::set<std::string> moved;
  for (const StoryAssignment& assignment : batch.assignments) {
    EXPECT_EQ(assignment.story_id, StoryIdFor("first"));
    EXPECT_TRUE(moved.insert(assignment.article_id).second) << assignment.article_id;
  }
  EXPECT_THAT(moved, ElementsAre("first", "late", "later"));
  ASSERT_THAT(batch.merges, SizeIs(1));
  EXPECT_EQ(batch.merges[0].from, StoryIdFor("late"));
  EXPECT_EQ(batch.merges[0].into, StoryIdFor("first"));
}

TEST_F(DecideStoriesTest, WhatWasWithdrawnIsPassedOver) {
  Put("c1", kChess);
  EXPECT_THAT(DecideStories(engine_, {"gone", "c1"}, drafts_).assignments, SizeIs(1));
}

}  // namespace
}  // namespace akin
