#include "services/recommendation/domain/stories/story_decision.h"

#include <algorithm>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

const absl::Time kNoon =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

// Views look at texts that somebody keeps.
absl::string_view Kept(const std::string& text) {
  static auto& texts = *new std::set<std::string>();
  return *texts.insert(text).first;
}

MetaView Article(const std::string& id, absl::Time time, const std::string& story = "") {
  MetaView meta;
  meta.id = Kept(id);
  meta.publish_time = time;
  meta.story = Kept(story);
  return meta;
}

PairFeatures Alike() {
  PairFeatures f;
  f.own_cosine = f.lexical_cosine = 0.7;
  f.title_cosine = 0.6;
  f.name_overlap = 0.8;
  f.number_overlap = 0.5;
  f.shingle_containment = 0.5;
  f.hours_apart = 3;
  return f;
}

PairFeatures Unlike() {
  PairFeatures f;
  f.own_cosine = f.lexical_cosine = 0.05;
  f.strange_words = 0.9;
  f.hours_apart = 3;
  return f;
}

// A member of a story that was founded by `founder`.
StoryCandidate Member(const std::string& id, const std::string& founder, absl::Time founded,
                      const PairFeatures& features, size_t size = 1) {
  return {.meta = Article(id, founded, StoryIdFor(founder)),
          .features = features,
          .founder_time = founded,
          .founder_id = founder,
          .story_size = size};
}

TEST(StoryDecisionTest, EvidenceRaisesTheScoreAndDistanceLowersIt) {
  const double alike = SameEventScore(Alike());
  EXPECT_GT(alike, kEventLink);
  EXPECT_LT(SameEventScore(Unlike()), 0.05);
  PairFeatures f = Alike();
  f.number_conflict = 1;
  EXPECT_LT(SameEventScore(f), alike);
  f = Alike();
  f.hours_apart = 24 * 365;
  EXPECT_LT(SameEventScore(f), alike);
  f = Alike();
  f.name_overlap = 0;
  EXPECT_LT(SameEventScore(f), alike);
}

TEST(StoryDecisionTest, OtherNamesAndNumbersSpeakAgainstOneEventTheMoreIsShared) {
  double last = 1;
  for (const double shared : {0.2, 0.5, 0.8}) {
    PairFeatures f = Alike();
    f.shared_phrases = shared;
    const double corrected = SameEventScore(f);
    f.strange_words = f.strange_numbers = 0.7;
    EXPECT_LE(SameEventScore(f), corrected);
    EXPECT_LE(SameEventScore(f), last);
    last = SameEventScore(f);
  }
  EXPECT_LT(last, kEventLink);
}

TEST(StoryDecisionTest, BriefReportsNeedFewerWordsInCommonButTheSameNumbers) {
  PairFeatures f = Alike();
  f.own_cosine = 0.25;
  f.shingle_containment = f.shared_phrases = 0.1;
  f.number_overlap = 0;
  const double longer = SameEventScore(f);
  f.brevity = 1;
  const double brief = SameEventScore(f);
  EXPECT_GT(brief, longer);
  f.strange_numbers = 1;
  EXPECT_LT(SameEventScore(f), longer);
}

TEST(StoryDecisionTest, OneHeadlineOverTwoTextsIsNoEvent) {
  PairFeatures f = Unlike();
  f.own_cosine = 0.25;
  f.title_cosine = 0.7;
  f.name_overlap = 1;
  const double alike = SameEventScore(f);
  f.title_cosine = 1;
  EXPECT_LT(SameEventScore(f), alike);
}

TEST(StoryDecisionTest, NothingAlikeFoundsAStory) {
  const StoryDecision decision =
      DecideStoryOf(Article("new", kNoon), {Member("a", "a", kNoon - absl::Hours(3), Unlike())});
  EXPECT_TRUE(decision.is_new);
  EXPECT_EQ(decision.story, StoryIdFor("new"));
  EXPECT_THAT(decision.merges, IsEmpty());
}

TEST(StoryDecisionTest, JoinsTheStoryOfWhatIsAlike) {
  const StoryDecision decision =
      DecideStoryOf(Article("new", kNoon), {Member("a", "a", kNoon - absl::Hours(3), Unlike()),
                                            Member("b", "b", kNoon - absl::Hours(3), Alike())});
  EXPECT_FALSE(decision.is_new);
  EXPECT_EQ(decision.story, StoryIdFor("b"));
  EXPECT_EQ(decision.evidence_id, "b");
  EXPECT_THAT(decision.merges, IsEmpty());
}

TEST(StoryDecisionTest, StaysInItsStory) {
  const StoryDecision decision = DecideStoryOf(Article("old", kNoon, "s-mine"),
                                               {Member("b", "b", kNoon - absl::Hours(3), Alike())});
  EXPECT_EQ(decision.story, "s-mine");
  EXPECT_THAT(decision.merges, IsEmpty());
}

TEST(StoryDecisionTest, OneStrayMemberDoesNotCarryABigStory) {
  PairFeatures weak = Alike();
  weak.own_cosine = weak.lexical_cosine = 0.32;
  weak.shingle_containment = 0.1;
  ASSERT_GE(SameEventScore(weak), kEventLink);
  const absl::Time before = kNoon - absl::Hours(3);
  EXPECT_FALSE(DecideStoryOf(Article("new", kNoon), {Member("a", "f", before, weak, 1)}).is_new);
  EXPECT_TRUE(DecideStoryOf(Article("new", kNoon), {Member("a", "f", before, weak, 9)}).is_new);
}

TEST(StoryDecisionTest, MergesStoriesThatAreOneIntoTheOlder) {
  const StoryDecision decision =
      DecideStoryOf(Article("new", kNoon), {Member("a", "a", kNoon - absl::Hours(3), Alike()),
                                            Member("b", "b", kNoon - absl::Hours(9), Alike())});
  EXPECT_EQ(decision.story, StoryIdFor("b"));
  ASSERT_EQ(decision.merges.size(), 1u);
  EXPECT_EQ(decision.merges[0].from, StoryIdFor("a"));
  EXPECT_EQ(decision.merges[0].into, StoryIdFor("b"));
}

TEST(StoryDecisionTest, TheEarliestArticleOfAnHourNamesTheStory) {
  // It was published first and arrives second.
  StoryDecision decision = DecideStoryOf(Article("first", kNoon),
                                         {Member("b", "b", kNoon + absl::Minutes(40), Alike())});
  EXPECT_EQ(decision.story, StoryIdFor("first"));
  EXPECT_THAT(decision.merges, ElementsAre(Field(&StoryMerge::from, StoryIdFor("b"))));
  // After an hour the name stands.
  decision =
      DecideStoryOf(Article("first", kNoon), {Member("b", "b", kNoon + absl::Hours(2), Alike())});
  EXPECT_EQ(decision.story, StoryIdFor("b"));
  EXPECT_THAT(decision.merges, IsEmpty());
}

TEST(StoryDecisionTest, DoesNotDependOnTheOrderOfCandidates) {
  std::vector<StoryCandidate> candidates = {Member("a", "a", kNoon - absl::Hours(3), Alike()),
                                            Member("b", "b", kNoon - absl::Hours(9), Alike()),
                                            Member("c", "b", kNoon - absl::Hours(9), Unlike(), 2)};
  const StoryDecision forwards = DecideStoryOf(Article("new", kNoon), candidates);
  std::reverse(candidates.begin(), candidates.end());
  const StoryDecision backwards = DecideStoryOf(Article("new", kNoon), candidates);
  EXPECT_EQ(forwards.story, backwards.story);
  EXPECT_EQ(forwards.evidence_id, backwards.evidence_id);
}

}  // namespace
}  // namespace akin
