#include "services/ingestion/feeds/feed_message.h"

#include <functional>
#include <utility>
#include <vector>

#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ingestion::v1::Feed;
using ingestion::v1::UpdateFeedRequest;

Feed NewFeed(const std::string& url = "https://wire.example/feed") {
  Feed feed;
  feed.set_url(url);
  return feed;
}

TEST(NewFeedSettings, KeepsTheAddressAsItIsFetched) {
  const auto url = [](const std::string& given) { return NewFeedSettings(NewFeed(given))->url(); };
  EXPECT_EQ(url("https://wire.example/feed?format=rss"), "https://wire.example/feed?format=rss");
  EXPECT_EQ(url(" https://wire.example/feed#top\n"), "https://wire.example/feed");
  EXPECT_EQ(url("https://m.wire.example/feed/"), "https://m.wire.example/feed/");
  EXPECT_EQ(url("feed:https://wire.example/feed"), "https://wire.example/feed");
  EXPECT_EQ(url("wire.example/feed"), "http://wire.example/feed");
}

TEST(NewFeedSettings, NamesTheFieldThatIsWrong) {
  using Spoil = std::function<void(Feed&)>;
  const std::vector<std::pair<std::string, Spoil>> cases = {
      {"feed.url", [](Feed& f) { f.clear_url(); }},
      {"feed.url", [](Feed& f) { f.set_url("/feed"); }},
      {"feed.url", [](Feed& f) { f.set_url("ftp://wire.example/feed"); }},
      {"feed.url", [](Feed& f) { f.set_url("file:///etc/passwd"); }},
      {"feed.url", [](Feed& f) { f.set_url("https://me:secret@wire.example/feed"); }},
      {"feed.url", [](Feed& f) { f.set_url("https://wire.example/" + std::string(5'000, 'x')); }},
      {"feed.source", [](Feed& f) { f.set_source("wire.example"); }},
      {"feed.source", [](Feed& f) { f.set_source("sources/a b"); }},
      {"feed.min_interval", [](Feed& f) { f.mutable_min_interval()->set_seconds(-1); }},
      {"feed.min_interval", [](Feed& f) { f.mutable_min_interval()->set_seconds(3'000'000); }},
  };
  for (const auto& [field, spoil] : cases) {
    Feed feed = NewFeed();
    spoil(feed);
    EXPECT_EQ(ErrorField(NewFeedSettings(feed).status()), field) << feed.ShortDebugString();
  }
}

class UpdateTest : public ::testing::Test {
 protected:
  UpdateTest() {
    before_.set_url("https://wire.example/feed");
    before_.set_source("sources/wire");
    before_.set_paused(true);
    before_.mutable_min_interval()->set_seconds(60);
  }

  std::string Update() { return UpdatedFeedSettings(before_, request_)->ShortDebugString(); }
  std::string ErrorFieldOf() { return ErrorField(UpdatedFeedSettings(before_, request_).status()); }

  FeedSettings before_;
  UpdateFeedRequest request_;
};

TEST_F(UpdateTest, ChangesTheFieldsOfTheMaskAlone) {
  request_.mutable_feed()->set_source("sources/other");
  request_.mutable_update_mask()->add_paths("paused");
  before_.set_paused(false);
  const std::string unpaused = before_.ShortDebugString();
  before_.set_paused(true);
  EXPECT_EQ(Update(), unpaused);
  EXPECT_TRUE(AsksForPoll(request_));
}

TEST_F(UpdateTest, WithoutAMaskChangesWhatIsSet) {
  request_.mutable_feed()->set_source("sources/other");
  EXPECT_FALSE(AsksForPoll(request_));
  FeedSettings expected = before_;
  expected.set_source("sources/other");
  EXPECT_EQ(Update(), expected.ShortDebugString());
}

TEST_F(UpdateTest, AStarReplacesEverything) {
  request_.mutable_feed()->set_fetch_full_pages(true);
  request_.mutable_update_mask()->add_paths("*");
  FeedSettings expected;
  expected.set_url(before_.url());
  expected.set_fetch_full_pages(true);
  EXPECT_EQ(Update(), expected.ShortDebugString());
}

TEST_F(UpdateTest, OutputOnlyFieldsAreIgnoredAndUnknownOnesRefused) {
  request_.mutable_update_mask()->add_paths("title");
  EXPECT_EQ(Update(), before_.ShortDebugString());
  request_.mutable_update_mask()->add_paths("tilte");
  EXPECT_EQ(ErrorFieldOf(), "update_mask");
}

TEST_F(UpdateTest, TheUrlMayBeRepeatedButNotChanged) {
  request_.mutable_feed()->set_url("http://www.wire.example/feed/");
  EXPECT_EQ(Update(), before_.ShortDebugString());
  request_.mutable_feed()->set_url("https://wire.example/other");
  EXPECT_EQ(ErrorFieldOf(), "feed.url");
}

TEST(ToFeed, TellsTheStateInOneWord) {
  FeedRecord record;
  EXPECT_EQ(ToFeed(record).state(), ingestion::v1::FEED_STATE_ACTIVE);
  record.mutable_progress()->set_consecutive_failures(2);
  EXPECT_EQ(ToFeed(record).state(), ingestion::v1::FEED_STATE_FAILING);
  record.mutable_progress()->set_gone(true);
  EXPECT_EQ(ToFeed(record).state(), ingestion::v1::FEED_STATE_GONE);
  record.mutable_settings()->set_paused(true);
  EXPECT_EQ(ToFeed(record).state(), ingestion::v1::FEED_STATE_PAUSED);
}

}  // namespace
}  // namespace akin
