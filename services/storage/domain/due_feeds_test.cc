#include "services/storage/domain/due_feeds.h"

#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr absl::Duration kLease = absl::Seconds(10);

class DueFeedsTest : public ::testing::Test {
 protected:
  void Create(const std::string& id) {
    FeedSettings settings;
    settings.set_url("https://wire.example/" + id);
    ASSERT_TRUE(store_.CreateFeed("feeds/" + id, settings).ok());
    clock_.Advance(absl::Seconds(1));
  }

  std::vector<FeedClaim> Claim(int max = 100, const std::string& holder = "a") {
    return ClaimDueFeeds(store_, *leases_, holder, max, kLease, clock_.Now()).value();
  }

  static std::vector<std::string> Names(const std::vector<FeedClaim>& claims) {
    std::vector<std::string> names;
    for (const FeedClaim& claim : claims) names.push_back(claim.feed.name());
    return names;
  }

  absl::Status Record(const FeedClaim& claim, absl::Duration next) {
    return store_.RecordPoll(claim.feed.name(), claim.fencing_token, {}, next).status();
  }

  FakeClock clock_;
  MemoryArticleStore store_{{.clock = clock_}};
  std::unique_ptr<LeaseTable> leases_ = LeaseTable::Load(store_, clock_).value();
};

TEST_F(DueFeedsTest, ThoseThatHaveWaitedLongestAreClaimedFirstAndOnce) {
  for (const char* id : {"c", "a", "b"}) Create(id);
  EXPECT_THAT(Names(Claim(2)), ElementsAre("feeds/c", "feeds/a"));
  EXPECT_THAT(Names(Claim(2, "b")), ElementsAre("feeds/b"));
  EXPECT_THAT(Claim(2, "a"), IsEmpty()) << "given twice to one holder";
}

TEST_F(DueFeedsTest, AFeedWhosePollerHasDiedIsClaimedByTheNextWhoseResultAloneCounts) {
  Create("x");
  const FeedClaim dead = Claim().at(0);
  clock_.Advance(kLease - absl::Nanoseconds(1));
  EXPECT_THAT(Claim(1, "b"), IsEmpty());
  clock_.Advance(absl::Nanoseconds(1));
  const FeedClaim next = Claim(1, "b").at(0);
  EXPECT_EQ(ErrorReason(Record(dead, kLease)), "STALE_LEASE");
  EXPECT_TRUE(Record(next, kLease).ok());
}

TEST_F(DueFeedsTest, AFeedIsDueAgainWhenItsPollSaid) {
  Create("x");
  const FeedClaim claim = Claim().at(0);
  ASSERT_TRUE(Record(claim, absl::Minutes(5)).ok());
  ASSERT_TRUE(leases_->Release(claim.feed.name(), claim.fencing_token).ok());
  clock_.Advance(absl::Minutes(5) - absl::Nanoseconds(1));
  EXPECT_THAT(Claim(), IsEmpty());
  clock_.Advance(absl::Nanoseconds(1));
  EXPECT_THAT(Names(Claim()), ElementsAre("feeds/x"));
}

TEST_F(DueFeedsTest, PastManyThatAreBeingPolledOthersAreFound) {
  for (int i = 0; i < 600; ++i) Create(absl::StrCat("f", i));
  EXPECT_EQ(Claim(599).size(), 599);
  EXPECT_THAT(Names(Claim()), ElementsAre("feeds/f599"));
}

TEST_F(DueFeedsTest, ConcurrentPollersShareWithoutOverlap) {
  constexpr int kFeeds = 60;
  for (int i = 0; i < kFeeds; ++i) Create(absl::StrCat("f", i));
  std::vector<std::vector<std::string>> claimed(4);
  std::vector<std::thread> pollers;
  for (size_t i = 0; i < claimed.size(); ++i) {
    pollers.emplace_back([&, i] {
      for (;;) {
        const std::vector<FeedClaim> claims = Claim(3, absl::StrCat("poller ", i));
        if (claims.empty()) return;
        for (const FeedClaim& claim : claims) {
          claimed[i].push_back(claim.feed.name());
          EXPECT_TRUE(Record(claim, absl::Hours(1)).ok());
          EXPECT_TRUE(leases_->Release(claim.feed.name(), claim.fencing_token).ok());
        }
      }
    });
  }
  for (std::thread& poller : pollers) poller.join();
  std::multiset<std::string> all;
  for (const auto& names : claimed) all.insert(names.begin(), names.end());
  EXPECT_EQ(all.size(), kFeeds);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), kFeeds);
}

}  // namespace
}  // namespace akin
