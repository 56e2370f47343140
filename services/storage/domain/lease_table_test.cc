#include "services/storage/domain/lease_table.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"

namespace akin {
namespace {

class LeaseTableTest : public ::testing::Test {
 protected:
  LeaseTableTest() : store_({.clock = clock_}) { Restart(); }

  void Restart() { table_ = LeaseTable::Load(store_, clock_).value(); }

  absl::StatusOr<int64_t> Acquire(const std::string& holder) {
    return table_->Acquire("stories", holder, absl::Seconds(10));
  }
  bool Holds(int64_t token) { return table_->Check("stories", token).ok(); }

  FakeClock clock_;
  MemoryArticleStore store_;
  std::unique_ptr<LeaseTable> table_;
};

TEST_F(LeaseTableTest, WhileOneHoldsItAnotherIsToldHowLongToWait) {
  const int64_t token = Acquire("a").value();
  clock_.Advance(absl::Seconds(4));
  const absl::Status refused = Acquire("b").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(refused), "LEASE_HELD");
  EXPECT_EQ(RetryAfter(refused), absl::Seconds(6));
  EXPECT_TRUE(Holds(token));
}

TEST_F(LeaseTableTest, RenewingKeepsTheTokenAndMovesTheEnd) {
  const int64_t token = Acquire("a").value();
  clock_.Advance(absl::Seconds(9));
  EXPECT_EQ(Acquire("a").value(), token);
  clock_.Advance(absl::Seconds(9));
  EXPECT_TRUE(Holds(token));
  clock_.Advance(absl::Seconds(1));
  EXPECT_FALSE(Holds(token));
}

TEST_F(LeaseTableTest, TheNextHolderGetsAHigherTokenAndTheOldOneIsStale) {
  const int64_t first = Acquire("a").value();
  clock_.Advance(absl::Seconds(10));
  const int64_t second = Acquire("b").value();
  EXPECT_GT(second, first);
  EXPECT_TRUE(Holds(second));
  const absl::Status stale = table_->Check("stories", first);
  EXPECT_EQ(stale.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorReason(stale), "STALE_LEASE");
}

TEST_F(LeaseTableTest, TheLastHolderKeepsItsTokenIfNobodyCameBetween) {
  const int64_t token = Acquire("a").value();
  clock_.Advance(absl::Seconds(60));
  EXPECT_EQ(Acquire("a").value(), token);
}

TEST_F(LeaseTableTest, GivingBackLetsTheNextOneIn) {
  const int64_t first = Acquire("a").value();
  ASSERT_TRUE(table_->Release("stories", first).ok());
  EXPECT_FALSE(Holds(first));
  const int64_t second = Acquire("b").value();
  EXPECT_GT(second, first);
  ASSERT_TRUE(table_->Release("stories", first).ok());
  EXPECT_TRUE(Holds(second)) << "a stale token gave the lease back";
}

TEST_F(LeaseTableTest, AfterARestartLeasesRunInFullAndTokensGoOnGrowing) {
  const int64_t first = Acquire("a").value();
  clock_.Advance(absl::Seconds(9));
  Restart();
  clock_.Advance(absl::Seconds(9));
  EXPECT_TRUE(Holds(first));
  EXPECT_FALSE(Acquire("b").ok());
  clock_.Advance(absl::Seconds(1));
  EXPECT_GT(Acquire("b").value(), first);
}

TEST_F(LeaseTableTest, TheStoreRefusesAssignmentsOfAnOlderHolder) {
  const int64_t first = Acquire("a").value();
  EXPECT_TRUE(store_.AssignStories(first, {}, {}).ok());
  clock_.Advance(absl::Seconds(10));
  ASSERT_TRUE(Acquire("b").ok());
  EXPECT_EQ(ErrorReason(store_.AssignStories(first, {}, {}).status()), "STALE_LEASE");
}

TEST_F(LeaseTableTest, LeasesOfOtherNamesAreTheirOwn) {
  ASSERT_TRUE(Acquire("a").ok());
  EXPECT_TRUE(table_->Acquire("feeds/x", "b", absl::Seconds(10)).ok());
}

TEST_F(LeaseTableTest, AFullTableStillGivesOutWhatItKnows) {
  std::vector<std::string> names;
  for (int i = 0; i < 100'000; ++i) names.push_back(absl::StrCat("feeds/", i));
  ASSERT_TRUE(table_->AcquireFree(names, 100'000, "a", absl::Seconds(10)).ok());
  clock_.Advance(absl::Seconds(10));
  const auto fences = table_->AcquireFree({"feeds/new", "feeds/7"}, 2, "b", absl::Seconds(10));
  ASSERT_TRUE(fences.ok()) << fences.status();
  ASSERT_EQ(fences->size(), 1u);
  EXPECT_EQ(fences->front().lease, "feeds/7");
}

}  // namespace
}  // namespace akin
