#include "services/recommendation/domain/stories/story_book.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class StoryBookTest : public testing::Test {
 protected:
  // At `minute` minutes; none where it is negative.
  ArticleIndex Put(const std::string& id, int minute) {
    Document document;
    document.id = id;
    document.language = "en";
    document.body = absl::StrCat("Words of ", id);
    if (minute >= 0) document.publish_time = absl::UnixEpoch() + absl::Minutes(minute);
    return corpus_.Put(AnalyzeDocument(document));
  }
  ArticleIndex Put(const std::string& id, int minute, absl::string_view story) {
    const ArticleIndex article = Put(id, minute);
    book_.Add(article, story);
    return article;
  }
  std::vector<std::string> List(const StoryQuery& query = {}) const {
    std::vector<std::string> ids;
    for (const Story& story : book_.List(query)) ids.push_back(story.id);
    return ids;
  }

  Corpus corpus_;
  StoryBook book_{corpus_};
};

TEST_F(StoryBookTest, MembersAreOldestFirstAndThoseWithoutATimeBeforeAll) {
  const ArticleIndex b = Put("b", 5, "s1"), a = Put("a", 5, "s1"), c = Put("c", 3, "s1");
  const ArticleIndex d = Put("d", -1, "s1");
  EXPECT_THAT(book_.Members("s1"), ElementsAre(d, c, a, b));
  const Story story = *book_.Find("s1");
  EXPECT_EQ(story.first_time, absl::UnixEpoch() + absl::Minutes(3));
  EXPECT_EQ(story.last_time, absl::UnixEpoch() + absl::Minutes(5));
  EXPECT_THAT(story.members, ElementsAre("d", "c", "a", "b"));
}

TEST_F(StoryBookTest, ListsAreNewestFirstAndFollowWhatJoinsAndLeaves) {
  const ArticleIndex a = Put("a", 1, "s1");
  Put("b", 2, "s2");
  Put("c", 2, "s3");
  EXPECT_THAT(List(), ElementsAre("s2", "s3", "s1"));
  const ArticleIndex d = Put("d", 9, "s1");
  EXPECT_THAT(List(), ElementsAre("s1", "s2", "s3"));
  book_.Remove(d, "s1");
  EXPECT_THAT(List(), ElementsAre("s2", "s3", "s1"));
  EXPECT_THAT(List({.not_after = absl::UnixEpoch() + absl::Minutes(1)}), ElementsAre("s1"));
  EXPECT_THAT(List({.not_before = absl::UnixEpoch() + absl::Minutes(2)}), ElementsAre("s2", "s3"));
  EXPECT_THAT(List({.after_id = "s2", .after_time = absl::UnixEpoch() + absl::Minutes(2)}),
              ElementsAre("s3", "s1"));
  book_.Remove(a, "s2");  // Is not in it.
  book_.Remove(a, "s1");
  EXPECT_THAT(List(), ElementsAre("s2", "s3"));
  EXPECT_FALSE(book_.Find("s1").has_value());
  EXPECT_EQ(book_.size(), 2u);
}

TEST_F(StoryBookTest, AMergedStoryIsFollowedToWhereItsMembersAre) {
  const ArticleIndex a = Put("a", 1, "s1"), b = Put("b", 2, "s2");
  EXPECT_THAT(book_.Merge("s1", "s2"), ElementsAre(a));
  EXPECT_THAT(book_.Merge("s1", "s2"), IsEmpty());
  book_.Merge("s2", "s3");
  EXPECT_EQ(book_.Resolve("s1"), "s3");
  EXPECT_EQ(book_.Find("s1")->merged_into, "s3");
  EXPECT_THAT(book_.Members("s3"), ElementsAre(a, b));
  EXPECT_THAT(book_.Members("s2"), IsEmpty());
  EXPECT_THAT(List(), ElementsAre("s3"));
}

}  // namespace
}  // namespace akin
