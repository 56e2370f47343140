// A short form of tests/load/run: only what holds on a machine that others use, too.
#include <gtest/gtest.h>

#include <memory>

#include "tests/load/overload.h"

namespace akin::load {
namespace {

class LoadTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    cluster_ = std::make_unique<LoadedCluster>(LoadedCluster::Options{.articles = 1'000});
  }
  static void TearDownTestSuite() { cluster_.reset(); }

  static OverloadPlan Plan(double most) {
    return {.times_capacity = {0.5, most}, .duration = absl::Seconds(2)};
  }

  static void ExpectHeld(const Level& level, const OverloadReport& report) {
    EXPECT_GT(level.load.goodput, 0.4 * report.PeakGoodput());
    EXPECT_EQ(level.load.refused_without_hint, 0);
    EXPECT_EQ(level.load.failed, 0);
    EXPECT_LT(level.load.p99_ms, 2'000);  // where a queue that only grows leads to 4,000 and more
    EXPECT_LT(report.time_to_normal, absl::Seconds(20));
  }

  static std::unique_ptr<LoadedCluster> cluster_;
};

std::unique_ptr<LoadedCluster> LoadTest::cluster_;

TEST_F(LoadTest, ListsBeyondCapacityAreRefusedAndCheapReadsAreNot) {
  OverloadPlan plan = Plan(4);
  plan.traffic = [](int64_t) { return cluster_->ColdLists(); };
  plan.beside = cluster_->CheapReads();
  plan.beside_per_second = 50;
  const OverloadReport report = MeasureOverload(*cluster_, plan);
  const Level& worst = report.At(4);
  ExpectHeld(worst, report);
  EXPECT_GT(worst.load.refused, 0);
  EXPECT_LT(worst.beside.RefusedShare(), 0.05);
  EXPECT_EQ(worst.beside.failed, 0);
}

TEST_F(LoadTest, SearchesBeyondCapacityAreRefused) {
  OverloadPlan plan = Plan(4);
  plan.traffic = [](int64_t) { return cluster_->Searches(); };
  const OverloadReport report = MeasureOverload(*cluster_, plan);
  ExpectHeld(report.At(4), report);
  EXPECT_GT(report.At(4).load.refused, 0);
}

TEST_F(LoadTest, ArticlesBeyondCapacityAreRefusedOrStored) {
  OverloadPlan plan = Plan(2);
  plan.in_flight = 16;
  plan.traffic = [](int64_t calls) { return cluster_->Ingests(static_cast<int>(calls)); };
  const OverloadReport report = MeasureOverload(*cluster_, plan);
  ExpectHeld(report.At(2), report);
}

}  // namespace
}  // namespace akin::load
