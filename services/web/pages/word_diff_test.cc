#include "services/web/pages/word_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace akin {
namespace {

using ::testing::ElementsAre;
using Kind = DiffStretch::Kind;

TEST(WordDiffTest, MarksWordsThatCameAndWent) {
  EXPECT_THAT(DiffWords("a b c d", "a x c d e"),
              ElementsAre(DiffStretch{Kind::kSame, "a "}, DiffStretch{Kind::kRemoved, "b "},
                          DiffStretch{Kind::kAdded, "x "}, DiffStretch{Kind::kSame, "c "},
                          DiffStretch{Kind::kRemoved, "d"}, DiffStretch{Kind::kAdded, "d e"}));
  EXPECT_THAT(DiffWords("", "a"), ElementsAre(DiffStretch{Kind::kAdded, "a"}));
  EXPECT_THAT(DiffWords("a", ""), ElementsAre(DiffStretch{Kind::kRemoved, "a"}));
  EXPECT_THAT(DiffWords("", ""), ElementsAre());
  EXPECT_THAT(DiffWords("a  b", "a  b"), ElementsAre(DiffStretch{Kind::kSame, "a  b"}));
}

std::string TextOf(const std::vector<DiffStretch>& diff, Kind left_out) {
  std::string text;
  for (const DiffStretch& stretch : diff) {
    if (stretch.kind != left_out) text += stretch.text;
  }
  return text;
}

// Whatever has changed, both texts can be read out of it.
TEST(WordDiffTest, HasBothTexts) {
  std::mt19937 random(1);
  const auto text = [&] {
    std::string out;
    for (int words = random() % 12; words > 0; --words)
      out += std::string(1, 'a' + random() % 3) + (random() % 5 == 0 ? "\n\n" : " ");
    return out;
  };
  for (int i = 0; i < 2000; ++i) {
    const std::string before = text(), after = text();
    const auto diff = DiffWords(before, after);
    EXPECT_EQ(TextOf(diff, Kind::kAdded), before);
    EXPECT_EQ(TextOf(diff, Kind::kRemoved), after);
  }
}

TEST(WordDiffTest, EndsSoonWhereEverythingHasChanged) {
  std::string before, after;
  for (int i = 0; i < 100'000; ++i) {
    before += "a" + std::to_string(i) + " ";
    after += "b" + std::to_string(i) + " ";
  }
  EXPECT_THAT(DiffWords(before, after),
              ElementsAre(DiffStretch{Kind::kRemoved, before}, DiffStretch{Kind::kAdded, after}));
}

}  // namespace
}  // namespace akin
