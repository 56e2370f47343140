#include "services/akin/cli/judgements.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(JudgementsTest, LinesNameASeedAndGrades) {
  const auto judgements =
      ParseJudgements(
          "{\"seed\": \"articles/x\", \"judgements\": {\"articles/y\": 2, \"z\": 0}}\n"
          "\n"
          "{\"seed\": \"w\", \"judgements\": {}}\n")
          .value();
  ASSERT_EQ(judgements.size(), 2u);
  EXPECT_EQ(judgements[0].seed, "articles/x");
  EXPECT_THAT(judgements[0].grades,
              UnorderedElementsAre(Pair("articles/y", 2), Pair("articles/z", 0)));
  EXPECT_EQ(judgements[1].seed, "articles/w");
}

TEST(JudgementsTest, ABadLineIsNamed) {
  for (const char* bad : {"{", "[]", "{\"seed\": 3, \"judgements\": {}}", "{\"seed\": \"x\"}",
                          "{\"seed\": \"x\", \"judgements\": {\"y\": \"good\"}}",
                          "{\"seed\": \"x\", \"judgements\": {\"y\": -1}}"}) {
    const auto status = ParseJudgements(std::string("\n") + bad).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("line 2: ")) << bad;
  }
}

TEST(JudgementsTest, NdcgDiscountsByRankAndComparesWithTheBestOrder) {
  const Judgement judgement{"articles/x", {{"a", 3}, {"b", 2}, {"c", 0}}};
  EXPECT_DOUBLE_EQ(Ndcg(judgement, {"a", "b"}, 10), 1);
  // (0/1 + 3/log2(3) + 2/2) / (3/1 + 2/log2(3)), by hand.
  EXPECT_NEAR(Ndcg(judgement, {"u", "a", "b"}, 10), 2.892789 / 4.261860, 1e-6);
  EXPECT_DOUBLE_EQ(Ndcg(judgement, {"c", "u"}, 10), 0);
  EXPECT_DOUBLE_EQ(Ndcg(judgement, {"u", "a"}, 1), 0);
  EXPECT_DOUBLE_EQ(Ndcg({"articles/x", {{"a", 0}}}, {}, 10), 1);
}

TEST(JudgementsTest, ARepetitionHasMostSequencesOfFourWords) {
  const std::vector<std::string> text = {"one", "two", "three", "four", "five", "six", "seven"};
  const std::vector<std::string> excerpt = {"two", "three", "four", "five", "six"};
  const std::vector<std::string> other = {"one", "two", "three", "eight", "five", "six", "seven"};
  EXPECT_EQ(CountRepetitions({text, other}), 0);
  EXPECT_EQ(CountRepetitions({text, other, excerpt, text}), 2);
  EXPECT_EQ(CountRepetitions({{"one"}, {"one"}}), 0);
}

}  // namespace
}  // namespace akin
