#include "services/storage/service/watch_source.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"

namespace akin {
namespace {

using storage::v1::WatchArticlesResponse;
using ::testing::ElementsAre;

class WatchSourceTest : public ::testing::Test {
 protected:
  WatchSourceTest()
      : store_({.clock = clock_, .on_commit = [this](int64_t newest) {
                  gate_.Advance({"log", newest});
                }}) {}

  std::unique_ptr<WatchSource> Watch(int64_t after = 0) {
    return std::make_unique<WatchSource>(WatchSource::Context{store_, gate_, clock_, steady_clock_},
                                         after, kInterval, [this] { ++wakes_; });
  }

  void Put(const std::string& id, const std::string& headline = "One") {
    news::v1::Article article;
    article.set_name("articles/" + id);
    article.set_headline(headline);
    ASSERT_TRUE(store_.Put({article}).ok());
  }

  // What the source has now: "replay 3", "1 a", "heartbeat 3".
  static std::vector<std::string> Drain(WatchSource& source) {
    std::vector<std::string> events;
    while (auto next = *source.Next()) {
      if (next->has_replay())
        events.push_back(absl::StrCat("replay ", next->replay().replay_until()));
      if (next->has_heartbeat()) {
        events.push_back(absl::StrCat("heartbeat ", next->heartbeat().revision()));
      }
      if (next->has_change()) {
        events.push_back(absl::StrCat(next->change().revision(), " ",
                                      next->change().article().name().substr(9)));
      }
    }
    return events;
  }

  static constexpr absl::Duration kInterval = absl::Seconds(30);
  FakeClock clock_;
  FakeClock steady_clock_;
  RevisionGate gate_;
  MemoryArticleStore store_;
  std::atomic<int> wakes_ = 0;
};

TEST_F(WatchSourceTest, ReplayIsToldFirstThenTheLogThenWhatIsNew) {
  Put("a");
  Put("b");
  auto source = Watch();
  EXPECT_THAT(Drain(*source), ElementsAre("replay 2", "1 a", "2 b"));
  EXPECT_EQ(wakes_, 0);
  Put("c");
  EXPECT_EQ(wakes_, 1);
  EXPECT_THAT(Drain(*source), ElementsAre("3 c"));
}

TEST_F(WatchSourceTest, WhoMissedNothingHearsSoAtOnce) {
  Put("a");
  auto source = Watch(1);
  EXPECT_THAT(Drain(*source), ElementsAre("replay 1", "heartbeat 1"));
}

TEST_F(WatchSourceTest, AnEmptyLogIsToldAtOnce) {
  auto source = Watch();
  EXPECT_THAT(Drain(*source), ElementsAre("replay 0", "heartbeat 0"));
}

TEST_F(WatchSourceTest, HeartbeatsComeAfterEachQuietInterval) {
  Put("a");
  auto source = Watch();
  Drain(*source);
  steady_clock_.Advance(kInterval - absl::Seconds(1));
  EXPECT_THAT(Drain(*source), ElementsAre());
  steady_clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Drain(*source), ElementsAre("heartbeat 1"));
  EXPECT_THAT(Drain(*source), ElementsAre());
}

TEST_F(WatchSourceTest, AHeartbeatComesAfterEveryChangeUpToIt) {
  auto source = Watch();
  Drain(*source);
  Put("a");
  steady_clock_.Advance(2 * kInterval);
  EXPECT_THAT(Drain(*source), ElementsAre("1 a"));
  steady_clock_.Advance(kInterval);
  EXPECT_THAT(Drain(*source), ElementsAre("heartbeat 1"));
}

TEST_F(WatchSourceTest, AHeartbeatTellsStoragesTime) {
  auto source = Watch();
  ASSERT_TRUE((*source->Next())->has_replay());
  EXPECT_EQ(FromProto((*source->Next())->heartbeat().time()), clock_.Now());
}

TEST_F(WatchSourceTest, ALongLogComesWholeAndInOrder) {
  std::vector<std::string> expected = {"replay 400"};
  for (int i = 1; i <= 400; ++i) {
    Put(absl::StrCat("a", i));
    expected.push_back(absl::StrCat(i, " a", i));
  }
  auto source = Watch();
  EXPECT_EQ(Drain(*source), expected);
}

TEST_F(WatchSourceTest, ASlowFollowerSeesAnArticleThatChangedOftenOnlyInItsLatestState) {
  auto source = Watch();
  Drain(*source);
  for (int i = 0; i < 50; ++i) Put("a", absl::StrCat(i));
  EXPECT_THAT(Drain(*source), ElementsAre("50 a"));
}

TEST_F(WatchSourceTest, AFollowerThatHasGoneIsNotWoken) {
  auto source = Watch();
  Drain(*source);
  source.reset();
  Put("a");
  EXPECT_EQ(wakes_, 0);
}

TEST_F(WatchSourceTest, LookingAgainWhileParkedWakesNobody) {
  auto source = Watch();
  for (int i = 0; i < 5; ++i) Drain(*source);
  EXPECT_EQ(wakes_, 0);
  Put("a");
  EXPECT_EQ(wakes_, 1);
}

}  // namespace
}  // namespace akin
