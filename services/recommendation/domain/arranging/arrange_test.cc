#include "services/recommendation/domain/arranging/arrange.h"

#include <algorithm>
#include <list>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow =
    absl::FromCivil(absl::CivilSecond(2024, 5, 14, 12, 0, 0), absl::UTCTimeZone());

class ArrangeTest : public testing::Test {
 protected:
  // Candidates refer to it.
  absl::string_view Kept(std::string text) { return strings_.emplace_back(std::move(text)); }

  // Falling similarity in the order in which they are added, each from a source of its own.
  Candidate& Add(const std::string& id) {
    Candidate candidate;
    candidate.id = Kept(id);
    candidate.source = Kept(absl::StrCat("sources/", id));
    candidate.time = kNow - absl::Hours(1);
    candidate.similarity = 0.9 - 0.05 * static_cast<double>(candidates_.size());
    candidates_.push_back(candidate);
    return candidates_.back();
  }

  Arrangement Run() {
    return Arrange(seed_, candidates_, options_, [this](size_t a, size_t b) {
      return twins_.count({std::min(a, b), std::max(a, b)}) > 0 ? twin_score_ : 0.0;
    });
  }

  std::vector<std::string> Shown(const Arrangement& arrangement) const {
    std::vector<std::string> ids;
    for (const auto& place : arrangement.places) ids.emplace_back(candidates_[place.candidate].id);
    return ids;
  }
  std::vector<std::string> Shown() { return Shown(Run()); }

  ArrangeSeed seed_{.story = "", .time = kNow};
  SimilarOptions options_{.recency = RecencyMode::kOff, .now = kNow};
  std::list<std::string> strings_;
  std::vector<Candidate> candidates_;
  std::set<std::pair<size_t, size_t>> twins_;
  double twin_score_ = kDuplicateThreshold;
};

TEST_F(ArrangeTest, OneArticleStandsForEachStory) {
  Add("a").story = "s1";
  Add("b").story = "s1";
  Add("c").story = "s2";
  Add("d");
  const Arrangement arrangement = Run();
  EXPECT_THAT(Shown(arrangement), ElementsAre("a", "c", "d"));
  EXPECT_THAT(arrangement.places[0].stands_for, ElementsAre(1));
  EXPECT_EQ(arrangement.fates[1], Fate::kCollapsed);
  options_.collapse_stories = false;
  EXPECT_THAT(Shown(), ElementsAre("a", "b", "c", "d"));
}

TEST_F(ArrangeTest, WhatSaysTheSameIsCollapsedWithoutAStory) {
  Add("a");
  Add("b");
  Add("c");
  twins_ = {{0, 2}};
  const Arrangement arrangement = Run();
  EXPECT_THAT(Shown(arrangement), ElementsAre("a", "b"));
  EXPECT_THAT(arrangement.places[0].stands_for, ElementsAre(2));
}

TEST_F(ArrangeTest, TheSeedsDuplicatesAreCountedAndOnlyShownWithoutCollapsing) {
  Add("a");
  Add("copy").duplicate_score = kCopyScore;
  Arrangement arrangement = Run();
  EXPECT_THAT(Shown(arrangement), ElementsAre("a"));
  EXPECT_EQ(arrangement.seed_duplicates, 1);
  options_.collapse_stories = false;
  arrangement = Run();
  EXPECT_THAT(Shown(arrangement), ElementsAre("copy", "a"));
  EXPECT_EQ(arrangement.seed_duplicates, 1);
}

TEST_F(ArrangeTest, RepetitionsComeLaterButFillTheList) {
  Add("a");
  Add("again");
  Add("b");
  twins_ = {{0, 1}};
  twin_score_ = kRepetitionScore;
  EXPECT_THAT(Shown(), ElementsAre("a", "b", "again"));
  options_.diversify = false;
  EXPECT_THAT(Shown(), ElementsAre("a", "again", "b"));
}

TEST_F(ArrangeTest, TheSourceCapReordersAndFillsUpToK) {
  for (const char* id : {"a", "b", "c", "d"}) Add(id).source = "sources/one";
  Add("other");
  options_.per_source_cap = 2;
  options_.k = 4;
  EXPECT_THAT(Shown(), ElementsAre("a", "b", "other", "c"));
  options_.per_source_cap = 0;
  EXPECT_THAT(Shown(), ElementsAre("a", "b", "c", "d"));
}

TEST_F(ArrangeTest, BalancedPrefersTheNewerOfEquallySimilarOnes) {
  Add("old").time = kNow - absl::Hours(24 * 60);
  Add("new").similarity = candidates_[0].similarity;
  Add("undated").time = absl::InfinitePast();
  candidates_[2].similarity = candidates_[0].similarity;
  options_.recency = RecencyMode::kBalanced;
  EXPECT_EQ(Shown()[0], "new");
  // But age costs no more than a share.
  candidates_[1].similarity = 0.8 * candidates_[0].similarity;
  EXPECT_EQ(Shown()[0], "old");
}

TEST_F(ArrangeTest, BackgroundIsOlderThanTheSeedOnly) {
  Add("older").time = kNow - absl::Hours(48);
  Add("newer").time = kNow + absl::Hours(1);
  Add("equal").time = kNow;
  Add("undated").time = absl::InfinitePast();
  options_.recency = RecencyMode::kBackground;
  const Arrangement arrangement = Run();
  EXPECT_THAT(Shown(arrangement), ElementsAre("older"));
  EXPECT_EQ(arrangement.fates[1], Fate::kNotOlder);
  EXPECT_EQ(arrangement.fates[3], Fate::kNotOlder);
}

TEST_F(ArrangeTest, SameStoryKeepsToTheSeedsStory) {
  Add("in").story = "s1";
  Add("out").story = "s2";
  Add("none");
  options_.recency = RecencyMode::kSameStory;
  EXPECT_THAT(Shown(), IsEmpty());  // The seed has no story yet.
  seed_.story = "s1";
  EXPECT_THAT(Shown(), ElementsAre("in"));
}

TEST_F(ArrangeTest, OrderDoesNotDependOnTheOrderOfCandidates) {
  for (int i = 0; i < 6; ++i) {
    Add(absl::StrCat("c", i)).similarity = i < 3 ? 0.5 : 0.4;
    candidates_.back().tie_break = static_cast<uint64_t>(i * 7 % 5);
  }
  const std::vector<std::string> before = Shown();
  EXPECT_THAT(before, SizeIs(6));
  std::reverse(candidates_.begin(), candidates_.end());
  EXPECT_EQ(Shown(), before);
}

}  // namespace
}  // namespace akin
