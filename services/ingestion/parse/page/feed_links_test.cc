#include "services/ingestion/parse/page/feed_links.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kFeedPage[] = "https://wire.example/news/";

TEST(FeedLinksTest, FindsTheFeedsThatAPageNames) {
  EXPECT_THAT(
      FeedLinks("<html><head><link rel=alternate type=application/rss+xml href=/rss title=All>"
                "<LINK REL='Home ALTERNATE' TYPE='application/atom+xml; charset=utf-8' HREF=atom>"
                "<link rel=alternate type=application/feed+json href='//cdn.example/f.json'>"
                "<link rel=alternate type=application/rss+xml href=/rss></head></html>",
                kFeedPage),
      ElementsAre("https://wire.example/rss", "https://wire.example/news/atom",
                  "https://cdn.example/f.json"));
}

TEST(FeedLinksTest, LinksAreRelativeToThePagesBase) {
  EXPECT_THAT(FeedLinks("<base href='/de/'><link rel=alternate type=application/rss+xml href=rss>",
                        kFeedPage),
              ElementsAre("https://wire.example/de/rss"));
}

TEST(FeedLinksTest, OtherLinksAreNoFeeds) {
  EXPECT_THAT(FeedLinks("<link rel=stylesheet type=application/rss+xml href=/a>"
                        "<link rel=alternate hreflang=de href=/b>"
                        "<link rel=alternate type=application/rss+xml href='javascript:x'>"
                        "<link rel=alternate type=application/rss+xml>",
                        kFeedPage),
              IsEmpty());
  EXPECT_THAT(FeedLinks("", kFeedPage), IsEmpty());
}

TEST(FeedLinksTest, AFewAreEnough) {
  std::string page;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&page, "<link rel=alternate type=application/rss+xml href=/", i, ">");
  }
  EXPECT_THAT(FeedLinks(page, kFeedPage), SizeIs(5));
}

}  // namespace
}  // namespace akin
