#include "services/recommendation/domain/stories/story_drafts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(StoryDraftsTest, ADraftCountsBeforeWhatIsApplied) {
  StoryDrafts drafts;
  drafts.Assign("a", "s1");
  EXPECT_EQ(drafts.StoryOf("a", "s0"), "s1");
  EXPECT_EQ(drafts.StoryOf("b", "s0"), "s0");
  drafts.Assign("b", "s1");
  EXPECT_THAT(drafts.MembersOf("s1"), ElementsAre("a", "b"));
  drafts.Assign("a", "s2");
  EXPECT_THAT(drafts.MembersOf("s1"), ElementsAre("b"));
  EXPECT_THAT(drafts.MembersOf("s2"), ElementsAre("a"));
}

TEST(StoryDraftsTest, DraftsAreDroppedWhenTheirRevisionIsApplied) {
  StoryDrafts drafts;
  drafts.Assign("a", "s1");
  drafts.Assign("b", "s1");
  drafts.Written(10);
  drafts.Assign("b", "s2");  // A newer draft of an article outlives the older one.
  drafts.Written(12);
  drafts.Assign("c", "s3");  // Not in the log yet.
  drafts.Applied(9);
  EXPECT_EQ(drafts.size(), 3);
  drafts.Applied(11);
  EXPECT_EQ(drafts.StoryOf("a", ""), "");
  EXPECT_EQ(drafts.StoryOf("b", ""), "s2");
  drafts.Applied(100);
  EXPECT_EQ(drafts.StoryOf("b", ""), "");
  EXPECT_EQ(drafts.StoryOf("c", ""), "s3");
  EXPECT_THAT(drafts.MembersOf("s1"), IsEmpty());
  drafts.Clear();
  EXPECT_TRUE(drafts.empty());
}

}  // namespace
}  // namespace akin
