// What is decided from plug-ins' answers, as plain functions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "services/recommendation/pipelines/agreement.h"
#include "services/recommendation/pipelines/article_fields.h"
#include "services/recommendation/pipelines/checked_answers.h"
#include "services/recommendation/pipelines/latency_quantiles.h"
#include "services/recommendation/pipelines/list_review.h"
#include "services/recommendation/pipelines/rank_fusion.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();

TEST(RankFusion, OneOrderIsKept) {
  EXPECT_THAT(FuseByRank(3, {{1, {2, 3, 1}}}), ElementsAre(2, 0, 1));
}

TEST(RankFusion, WhatTwoOrdersHaveComesBeforeWhatOneHas) {
  // 1/61 + 1/63 for item 0, 1/62 + 1/61 for item 1, 1/63 for item 2.
  EXPECT_THAT(FuseByRank(3, {{1, {1, 2, 3}}, {1, {3, 1, 0}}}), ElementsAre(1, 0, 2));
}

TEST(RankFusion, WeightsDecideAndOfEqualsTheEarlierIsFirst) {
  EXPECT_THAT(FuseByRank(2, {{1, {1, 2}}, {1, {2, 1}}}), ElementsAre(0, 1));
  EXPECT_THAT(FuseByRank(2, {{1, {1, 2}}, {1.5, {2, 1}}}), ElementsAre(1, 0));
  EXPECT_THAT(FuseByRank(2, {{0, {1, 2}}, {1, {2, 1}}}), ElementsAre(1, 0));
}

TEST(RankFusion, WhatHasNoScoreStaysWhereItIs) {
  EXPECT_THAT(RanksByScore({0.5, absl::nullopt, 0.9, 0.5}), ElementsAre(2, 2, 1, 3));
}

TEST(ListReview, DropsThenDemotesThenPins) {
  EXPECT_THAT(
      ReviewedOrder(
          5, {{4, ReviewAction::kPin, 0}, {0, ReviewAction::kDemote}, {2, ReviewAction::kDrop}}),
      ElementsAre(4, 1, 3, 0));
}

TEST(ListReview, ADroppedItemIsNotPinnedAndADemotedOneMayBe) {
  EXPECT_THAT(ReviewedOrder(3, {{1, ReviewAction::kDrop}, {1, ReviewAction::kPin, 0}}),
              ElementsAre(0, 2));
  EXPECT_THAT(ReviewedOrder(3, {{0, ReviewAction::kDemote}, {0, ReviewAction::kPin, 1}}),
              ElementsAre(1, 0, 2));
}

TEST(ListReview, OfTwoForOnePlaceTheSecondGetsTheNextAndBeyondTheEndIsTheEnd) {
  EXPECT_THAT(ReviewedOrder(4, {{3, ReviewAction::kPin, 1}, {2, ReviewAction::kPin, 1}}),
              ElementsAre(0, 3, 2, 1));
  EXPECT_THAT(ReviewedOrder(3, {{0, ReviewAction::kPin, 1'000'000}}), ElementsAre(1, 2, 0));
  EXPECT_THAT(ReviewedOrder(1, {{0, ReviewAction::kDrop}}), IsEmpty());
  EXPECT_THAT(ReviewedOrder(0, {}), IsEmpty());
}

TEST(Agreement, OverlapCountsWhatIsStillThereAndCorrelationItsOrder) {
  EXPECT_EQ(AgreementOf({"a", "b", "c", "d"}, {"a", "b", "c", "d"}).rank_correlation, 1);
  EXPECT_EQ(AgreementOf({"a", "b", "c"}, {"c", "x", "b", "a"}).rank_correlation, -1);
  const Agreement half = AgreementOf({"a", "b", "c", "d"}, {"d", "e", "a"});
  EXPECT_EQ(half.overlap, 0.5);
  EXPECT_EQ(half.rank_correlation, -1);
  EXPECT_EQ(AgreementOf({"a"}, {"b"}).rank_correlation, absl::nullopt);
  EXPECT_EQ(AgreementOf({}, {"b"}).overlap, 1);
}

TEST(CheckedAnswers, ProposalsAreNamesOfArticlesEachOnceWithFiniteScores) {
  plugin::v1::FindCandidatesResponse response;
  const auto propose = [&](const std::string& article, double score, const std::string& why = "") {
    auto& candidate = *response.add_candidates();
    candidate.set_article(article);
    candidate.set_score(score);
    candidate.set_reason(why);
  };
  propose("articles/a", 2, "picked\x01");
  propose("articles/a", 1);
  propose("a", 1);
  propose("articles/", 1);
  propose(absl::StrCat("articles/", std::string(300, 'x')), 1);
  propose("articles/nan", kNan);
  propose("articles/inf", kInfinity);
  propose("articles/b", -1, std::string(1000, 'y'));
  propose("articles/c", 0);
  const CheckedProposals checked = CheckProposals(response, 2);
  ASSERT_EQ(checked.proposals.size(), 2u);
  EXPECT_EQ(checked.proposals[0].reason, "picked\xEF\xBF\xBD");
  EXPECT_EQ(checked.proposals[1].article, "articles/b");
  EXPECT_LE(checked.proposals[1].reason.size(), 203u);
  EXPECT_EQ(checked.dropped, 7);
}

TEST(CheckedAnswers, ScoresAreOfCandidatesAndFinite) {
  const ItemsByName items = {{"articles/a", 0}, {"articles/b", 1}};
  plugin::v1::RankCandidatesResponse response;
  for (const auto& [article, score] : std::vector<std::pair<std::string, double>>{
           {"articles/a", kNan}, {"articles/b", 3}, {"articles/b", 4}, {"articles/new", 9}}) {
    response.add_scores()->set_article(article);
    response.mutable_scores()->rbegin()->set_score(score);
  }
  const CheckedScores checked = CheckScores(response, items);
  EXPECT_THAT(checked.scores, ElementsAre(absl::nullopt, 3.0));
  EXPECT_FALSE(checked.abstained);
  EXPECT_EQ(checked.dropped, 3);
  response.set_abstain(true);
  EXPECT_TRUE(CheckScores(response, items).abstained);
}

TEST(CheckedAnswers, DecisionsAreAboutTheListAndOneForEachHit) {
  const ItemsByName items = {{"articles/a", 0}, {"articles/b", 1}};
  plugin::v1::ReviewListResponse response;
  const auto decide = [&](const std::string& article, int action, int place = 0) {
    auto& decision = *response.add_decisions();
    decision.set_article(article);
    decision.set_action(static_cast<plugin::v1::ListAction>(action));
    decision.set_place(place);
  };
  decide("articles/a", plugin::v1::LIST_ACTION_PIN, 3);
  decide("articles/a", plugin::v1::LIST_ACTION_DROP);
  decide("articles/b", 99);
  decide("articles/b", plugin::v1::LIST_ACTION_PIN, -1);
  decide("articles/new", plugin::v1::LIST_ACTION_PIN, 1);
  const CheckedDecisions checked = CheckDecisions(response, items);
  ASSERT_EQ(checked.decisions.size(), 1u);
  EXPECT_EQ(checked.decisions[0].place, 2u);
  EXPECT_EQ(checked.dropped, 4);
}

TEST(ArticleFields, OnlyWhatIsAskedForIsKept) {
  news::v1::Article article;
  article.set_name("articles/a");
  article.set_headline("Rain");
  article.set_source("sources/s");
  article.add_categories("weather");
  plugin::v1::FindCandidatesRequest names;
  google::protobuf::RepeatedPtrField<std::string> wanted;
  *wanted.Add() = "headline";
  *wanted.Add() = "categories";
  const news::v1::Article kept = ArticleFields::Parse(wanted)->Keep(article);
  EXPECT_EQ(kept.name(), "articles/a");
  EXPECT_EQ(kept.headline(), "Rain");
  EXPECT_EQ(kept.categories_size(), 1);
  EXPECT_EQ(kept.source(), "");
  EXPECT_EQ(ArticleFields().Keep(article).headline(), "");
  *wanted.Add() = "reader";
  EXPECT_FALSE(ArticleFields::Parse(wanted).ok());
}

TEST(LatencyQuantiles, AreWithinAFifthOfWhatTheyStandFor) {
  LatencyQuantiles latencies;
  EXPECT_EQ(latencies.At(0.5), absl::nullopt);
  for (int ms = 1; ms <= 100; ++ms) latencies.Add(absl::Milliseconds(ms));
  EXPECT_NEAR(absl::ToDoubleMilliseconds(*latencies.At(0.5)), 50, 10);
  EXPECT_NEAR(absl::ToDoubleMilliseconds(*latencies.At(0.99)), 99, 20);
  latencies.Add(absl::Hours(1));
  EXPECT_LT(*latencies.At(1), absl::Seconds(11));
}

}  // namespace
}  // namespace akin
