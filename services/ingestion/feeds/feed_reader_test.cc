#include "services/ingestion/feeds/feed_reader.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/testing/fake_article_sink.h"
#include "services/ingestion/testing/fake_fetcher.h"

namespace akin {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kUrl[] = "https://wire.example/feed";

std::string Rss(const std::vector<std::string>& titles, const std::string& channel = "") {
  std::string items;
  for (const std::string& title : titles) {
    absl::StrAppend(&items, "<item><title>", title, "</title><link>https://wire.example/", title,
                    "</link><description>Text of ", title, ".</description></item>");
  }
  return absl::StrCat("<rss version='2.0'><channel><title>The Wire</title>", channel, items,
                      "</channel></rss>");
}

FetchResponse Ok(std::string body) { return {.http_status = 200, .body = std::move(body)}; }

class FeedReaderTest : public ::testing::Test {
 protected:
  FeedReaderTest() {
    claim_.feed.set_name("feeds/x");
    claim_.feed.mutable_settings()->set_url(kUrl);
    claim_.fencing_token = 3;
  }

  absl::StatusOr<FeedPoll> TryRead() {
    return reader_.Read({}, claim_, *std::move(gate_.TryEnter("wire.example").visit),
                        [] { return absl::OkStatus(); });
  }

  // Polls and keeps what has come of it, as storage would.
  FeedPoll Read() {
    FeedPoll poll = TryRead().value();
    *claim_.feed.mutable_progress() = poll.polled.progress;
    return poll;
  }
  FeedPoll Read(FetchResponse response) {
    fetcher_.Serve(PollUrl(claim_.feed), std::move(response));
    return Read();
  }

  const FeedProgress& progress() const { return claim_.feed.progress(); }

  FakeClock clock_;
  FakeFetcher fetcher_;
  FakeArticleSink sink_;
  HostGate gate_{{.max_visits_per_host = 1, .min_delay = absl::ZeroDuration()}, clock_};
  RobotsCache robots_{{}, fetcher_, clock_};
  FullPages pages_{fetcher_, robots_, gate_, clock_, {}};
  FeedReader reader_{fetcher_, pages_, sink_, clock_, {}};
  ClaimedFeed claim_;
};

TEST_F(FeedReaderTest, ItemsBecomeArticlesAndAreCounted) {
  const FeedPoll first = Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(first.outcome, PollOutcome::kContent);
  EXPECT_EQ(first.results.size(), 2u);
  EXPECT_THAT(sink_.Headlines(), UnorderedElementsAre("a", "b"));
  EXPECT_EQ(progress().title(), "The Wire");
  EXPECT_EQ(progress().format(), "rss");
  EXPECT_EQ(progress().total().created(), 2);
  EXPECT_EQ(FromProto(progress().last_success_time()), clock_.Now());

  std::string edited = Rss({"b", "c"});
  edited.replace(edited.find("Text of b"), 4, "News");
  Read(Ok(edited));
  EXPECT_EQ(progress().last_poll().seen(), 2);
  EXPECT_EQ(progress().last_poll().created(), 1);
  EXPECT_EQ(progress().last_poll().revised(), 1);
  EXPECT_EQ(progress().total().seen(), 4);
}

TEST_F(FeedReaderTest, AnItemThatCannotBeTakenIsCountedAndLosesNoOther) {
  Read(Ok(Rss({"a", ""})));
  EXPECT_EQ(progress().last_poll().created(), 2) << "a headline can be made of the text";
  Read(
      Ok("<rss><channel><item><guid>1</guid></item><item><title>c</title></item></channel></rss>"));
  EXPECT_EQ(progress().last_poll().seen(), 2);
  EXPECT_EQ(progress().last_poll().failed(), 1);
  EXPECT_EQ(progress().last_poll().created(), 1);
}

TEST_F(FeedReaderTest, ValidatorsAreSentBackVerbatimAndNotModifiedParsesNothing) {
  FetchResponse response = Ok(Rss({"a"}));
  response.etag = "W/\"\xFF odd\"";
  response.last_modified = "yesterday, about noon";
  Read(response);
  Read(FetchResponse{.http_status = 304});
  Read();
  const std::vector<FetchRequest> requests = fetcher_.requests();
  EXPECT_EQ(requests[0].etag, "");
  for (int i : {1, 2}) {
    EXPECT_EQ(requests[i].etag, "W/\"\xFF odd\"");
    EXPECT_EQ(requests[i].last_modified, "yesterday, about noon");
  }
  EXPECT_EQ(sink_.batch_sizes().size(), 1u);
  EXPECT_EQ(progress().last_poll().seen(), 1) << "of the last poll with content";
  EXPECT_EQ(progress().last_error(), "");
}

TEST_F(FeedReaderTest, AnAnswerThatIsEmptyForNowIsNoFailureAndForgetsNothing) {
  FetchResponse full = Ok(Rss({"a"}));
  full.etag = "\"1\"";
  Read(full);
  for (FetchResponse empty : {FetchResponse{.http_status = 200}, FetchResponse{.http_status = 204},
                              Ok("\xEF\xBB\xBF \n")}) {
    empty.etag = "\"2\"";
    EXPECT_EQ(Read(empty).outcome, PollOutcome::kNotModified);
    EXPECT_EQ(progress().last_error(), "");
    EXPECT_EQ(progress().consecutive_failures(), 0);
    EXPECT_EQ(progress().http_etag(), "\"1\"");
    EXPECT_EQ(progress().title(), "The Wire");
  }
}

TEST_F(FeedReaderTest, ContentWithoutValidatorsForgetsTheOldOnes) {
  FetchResponse response = Ok(Rss({"a"}));
  response.etag = "\"1\"";
  Read(response);
  Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(progress().http_etag(), "");
}

TEST_F(FeedReaderTest, AFeedThatMovedForGoodIsPolledAtItsNewAddress) {
  FetchResponse moved = Ok(Rss({"a"}));
  moved.moved_to_url = moved.final_url = "https://news.example/feed";
  Read(moved);
  EXPECT_EQ(PollUrl(claim_.feed), "https://news.example/feed");
  Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(fetcher_.requests().back().url, "https://news.example/feed");
  FetchResponse back = Ok(Rss({"a"}));
  back.moved_to_url = kUrl;
  Read(back);
  EXPECT_EQ(PollUrl(claim_.feed), kUrl);
}

TEST_F(FeedReaderTest, AFeedThatFailsWhereItMovedToIsTriedAtItsOldAddress) {
  FetchResponse moved = Ok(Rss({"a"}));
  moved.moved_to_url = "https://news.example/feed";
  moved.etag = "\"1\"";
  Read(moved);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(PollUrl(claim_.feed), "https://news.example/feed");
    Read(FetchResponse{.http_status = 404});
  }
  EXPECT_EQ(PollUrl(claim_.feed), kUrl);
  EXPECT_EQ(progress().http_etag(), "");
}

TEST_F(FeedReaderTest, AFeedThatIsGoneStopsAndSaysSo) {
  const FeedPoll poll = Read(FetchResponse{.http_status = 410});
  EXPECT_EQ(poll.outcome, PollOutcome::kGone);
  EXPECT_EQ(poll.polled.next_poll_delay, absl::nullopt);
  EXPECT_TRUE(progress().gone());
  EXPECT_THAT(progress().last_error(), HasSubstr("410"));
  Read(Ok(Rss({"a"})));
  EXPECT_FALSE(progress().gone()) << "asked for again, it was there";
}

TEST_F(FeedReaderTest, RetryAfterPutsOffThisFeedAndItsHost) {
  for (int http_status : {429, 503}) {
    FetchResponse response{.http_status = http_status};
    response.retry_after = clock_.Now() + absl::Hours(3);
    const FeedPoll poll = Read(response);
    EXPECT_EQ(poll.outcome, PollOutcome::kThrottled);
    EXPECT_EQ(poll.closed_host, "wire.example");
    EXPECT_EQ(poll.host_closed_until, response.retry_after);
    EXPECT_GE(poll.polled.next_poll_delay, absl::Hours(3));
  }
}

TEST_F(FeedReaderTest, ARedirectingHostIsNotClosedByWhereItLeads) {
  FetchResponse response{.http_status = 429};
  response.retry_after = clock_.Now() + absl::Hours(3);
  response.final_url = "https://elsewhere.example/feed";
  EXPECT_EQ(Read(response).closed_host, "elsewhere.example");
}

TEST_F(FeedReaderTest, FailuresAreToldInWordsAndBackOff) {
  fetcher_.Serve(kUrl, ErrorWithReason(absl::StatusCode::kUnavailable, fetch_errors::kDns,
                                       "wire.example cannot be found"));
  FeedPoll poll = Read();
  EXPECT_EQ(poll.outcome, PollOutcome::kUnreachable);
  EXPECT_EQ(progress().last_error(), "wire.example cannot be found");
  EXPECT_LT(poll.polled.next_poll_delay, absl::Minutes(10));
  poll = Read(FetchResponse{.http_status = 404});
  EXPECT_EQ(poll.outcome, PollOutcome::kHttpError);
  EXPECT_THAT(progress().last_error(), HasSubstr("404"));
  EXPECT_GE(poll.polled.next_poll_delay, absl::Minutes(10));
  EXPECT_EQ(progress().consecutive_failures(), 2);
  Read(Ok(Rss({"a"})));
  EXPECT_EQ(progress().consecutive_failures(), 0);
  EXPECT_EQ(progress().last_error(), "");
}

TEST_F(FeedReaderTest, WhatIsRefusedIsAFailureToo) {
  fetcher_.Serve(kUrl,
                 ErrorWithReason(absl::StatusCode::kPermissionDenied, fetch_errors::kAddressRefused,
                                 "wire.example is a private address"));
  EXPECT_EQ(Read().outcome, PollOutcome::kRefused);
  EXPECT_THAT(progress().last_error(), HasSubstr("private"));
}

TEST_F(FeedReaderTest, PagesAndRubbishAreNoFeeds) {
  const std::vector<std::string> bodies = {
      "<!doctype html><html><body><h1>Please log in</h1><p>To read this.</p></body></html>",
      std::string("\x00\x01\x02", 3)};
  for (const std::string& body : bodies) {
    EXPECT_EQ(Read(Ok(body)).outcome, PollOutcome::kUnreadable) << body;
    EXPECT_THAT(progress().last_error(), HasSubstr("at this address")) << body;
  }
  EXPECT_THAT(sink_.Headlines(), IsEmpty());
}

TEST_F(FeedReaderTest, APageInThePlaceOfAFeedTellsItsFeeds) {
  Read(
      Ok("<html><head><link rel=alternate type=application/rss+xml href=/news.rss></head></html>"));
  EXPECT_THAT(progress().last_error(), HasSubstr("https://wire.example/news.rss"));
}

TEST_F(FeedReaderTest, WhatHttpSaysAboutTheContentCounts) {
  FetchResponse response =
      Ok("<rss "
         "version='2.0'><channel><item><title>Regen</title><link>a</link></item></channel></rss>");
  response.content_location = "/de/feed";
  response.content_language = "de-AT";
  const FeedPoll poll = Read(response);
  const news::v1::Article article = sink_.Get(poll.results.at(0).name());
  EXPECT_EQ(article.language(), "de-AT");
  EXPECT_EQ(article.canonical_url(), "https://wire.example/de/a");
}

TEST_F(FeedReaderTest, OfABodyThatBrokeOffTheCutItemIsLeftOut) {
  const std::string whole = Rss({"a", "b"});
  FetchResponse response = Ok(whole.substr(0, whole.find("of b")));
  response.body_incomplete = true;
  Read(response);
  EXPECT_THAT(sink_.Headlines(), UnorderedElementsAre("a"));
}

TEST_F(FeedReaderTest, TheIntervalFollowsRhythmAndThePublishersWishes) {
  std::string dated;
  for (int hours : {3, 5, 7, 9}) {
    absl::StrAppend(&dated, "<item><title>t", hours, "</title><pubDate>",
                    absl::FormatTime(absl::RFC1123_full, clock_.Now() - absl::Hours(hours),
                                     absl::UTCTimeZone()),
                    "</pubDate></item>");
  }
  Read(Ok("<rss><channel>" + dated + "</channel></rss>"));
  EXPECT_EQ(FromProto(progress().interval()), absl::Hours(1));
  Read(Ok("<rss><channel><ttl>240</ttl>" + dated + "</channel></rss>"));
  EXPECT_EQ(FromProto(progress().interval()), absl::Hours(4));
  clock_.Advance(absl::Hours(24 * 10));
  const FeedPoll quiet = Read(FetchResponse{.http_status = 304});
  EXPECT_GE(quiet.polled.next_poll_delay, absl::Hours(10)) << "silent for ten days";
}

TEST_F(FeedReaderTest, ArticlesOfALostLeaseAreRefusedAndNothingIsKept) {
  sink_.SetFence(
      [](const std::string& lease, int64_t token) { return lease == "feeds/x" && token == 4; });
  fetcher_.Serve(kUrl, Ok(Rss({"a"})));
  EXPECT_EQ(ErrorReason(TryRead().status()), "STALE_LEASE");
  EXPECT_THAT(sink_.Headlines(), IsEmpty());
  claim_.fencing_token = 4;
  EXPECT_TRUE(TryRead().ok());
}

TEST_F(FeedReaderTest, WhenStorageFailsThePublisherIsNotToBlame) {
  sink_.FailWith(absl::UnavailableError("storage: the disk is full"));
  fetcher_.Serve(kUrl, Ok(Rss({"a"})));
  EXPECT_TRUE(absl::IsUnavailable(TryRead().status()));
}

TEST_F(FeedReaderTest, AFeedOfAnotherHostIsNotTheSourceOfThePagesThatItLinksTo) {
  const std::string own = Read(Ok(Rss({"a"}))).results[0].name();
  claim_.feed.mutable_settings()->set_url("https://evil.example/feed");
  FetchResponse response = Ok(Rss({"a"}, "<link>https://wire.example/</link>"));
  response.final_url = "https://wire.example/uploads/feed";
  fetcher_.Serve("https://evil.example/feed", response);
  const auto poll = TryRead();
  ASSERT_TRUE(poll.ok()) << poll.status();
  ASSERT_EQ(poll->results.size(), 1u);
  EXPECT_EQ(sink_.Get(poll->results[0].name()).source(), "sources/evil.example");
  EXPECT_NE(poll->results[0].name(), own);
}

TEST_F(FeedReaderTest, TheSourceIsTheSubscribersOrTheHostOfEachLink) {
  Read(Ok(Rss({"a"})));
  claim_.feed.mutable_settings()->set_source("sources/told");
  const FeedPoll told = Read(Ok(Rss({"b"})));
  EXPECT_EQ(sink_.Get(told.results[0].name()).source(), "sources/told");
}

// --- Full pages ---

class FullPagesTest : public FeedReaderTest {
 protected:
  FullPagesTest() { claim_.feed.mutable_settings()->set_fetch_full_pages(true); }

  static std::string Page(const std::string& title) {
    return absl::StrCat("<!doctype html><html><head><title>", title, "</title></head><body>",
                        "<article><h1>", title, "</h1><p>", Sentences(title), "</p><p>",
                        Sentences("More"), "</p></article></body></html>");
  }
  static std::string Sentences(const std::string& about) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      absl::StrAppend(&text, about, " was seen again today, said witness number ", i,
                      ", and it stayed for a while. ");
    }
    return text;
  }
  void ServePage(const std::string& title) {
    fetcher_.Serve("https://wire.example/" + title, Ok(Page(title)));
  }
  std::string BodyOf(const FeedPoll& poll, size_t index = 0) {
    return sink_.Get(poll.results.at(index).name()).body();
  }
  int Fetches(const std::string& url) const {
    int count = 0;
    for (const FetchRequest& request : fetcher_.requests()) count += request.url == url;
    return count;
  }
};

TEST_F(FullPagesTest, AnItemThatIsCutShortGetsItsPagesText) {
  ServePage("a");
  const FeedPoll poll = Read(Ok(Rss({"a"})));
  EXPECT_THAT(BodyOf(poll), HasSubstr("witness number 11"));
  EXPECT_EQ(sink_.Get(poll.results[0].name()).summary(), "Text of a.") << "the feed's, as before";
}

TEST_F(FullPagesTest, PagesAreNotFetchedUnlessTheSubscriberWantsIt) {
  claim_.feed.mutable_settings()->set_fetch_full_pages(false);
  ServePage("a");
  Read(Ok(Rss({"a"})));
  EXPECT_EQ(Fetches("https://wire.example/a"), 0);
}

TEST_F(FullPagesTest, APageIsFetchedOnceUntilTheFeedChangesItsItem) {
  ServePage("a");
  const FeedPoll first = Read(Ok(Rss({"a"})));
  const FeedPoll again = Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(again.results[0].outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.results[0].name(), first.results[0].name());
  EXPECT_EQ(Fetches("https://wire.example/a"), 1);
  EXPECT_THAT(BodyOf(again), HasSubstr("witness number 11")) << "the feed's text replaced it";
  std::string edited = Rss({"a"});
  edited.replace(edited.find("Text of a"), 4, "News");
  Read(Ok(edited));
  EXPECT_EQ(Fetches("https://wire.example/a"), 2);
}

TEST_F(FullPagesTest, WithoutItsPageAnItemKeepsWhatTheFeedHas) {
  fetcher_.Serve("https://wire.example/b", Ok("<html><body><p>Short.</p></body></html>"));
  const FeedPoll poll = Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(progress().last_poll().created(), 2);
  EXPECT_EQ(sink_.Get(poll.results[0].name()).summary(), "Text of a.");
  EXPECT_EQ(sink_.Get(poll.results[1].name()).summary(), "Text of b.");
}

TEST_F(FullPagesTest, RobotsTxtIsObeyed) {
  fetcher_.Serve("https://wire.example:443/robots.txt", Ok("User-agent: *\nDisallow: /a\n"));
  ServePage("a");
  ServePage("b");
  const FeedPoll poll = Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(Fetches("https://wire.example/a"), 0);
  EXPECT_EQ(BodyOf(poll, 0), "");
  EXPECT_THAT(BodyOf(poll, 1), HasSubstr("witness"));
}

TEST_F(FullPagesTest, PagesThatMayComeLaterAreAskedForAgain) {
  fetcher_.Serve("https://wire.example/a", FetchResponse{.http_status = 503});
  fetcher_.Serve("https://wire.example/b", FetchResponse{.http_status = 503});
  FetchResponse response = Ok(Rss({"a", "b"}));
  response.etag = "\"1\"";
  Read(response);
  EXPECT_EQ(progress().http_etag(), "") << "the feed's content is needed again";
  EXPECT_EQ(progress().total().created(), 2);
  ServePage("a");
  ServePage("b");
  const FeedPoll later = Read(response);
  EXPECT_THAT(BodyOf(later, 0), HasSubstr("witness"));
  EXPECT_THAT(BodyOf(later, 1), HasSubstr("witness"));
  EXPECT_EQ(progress().http_etag(), "\"1\"");
}

TEST_F(FullPagesTest, APageThatNeverComesKeepsNoOtherFromComing) {
  fetcher_.Serve("https://wire.example/a", FetchResponse{.http_status = 500});
  ServePage("b");
  const FeedPoll poll = Read(Ok(Rss({"a", "b"})));
  EXPECT_THAT(BodyOf(poll, 1), HasSubstr("witness"));
}

TEST_F(FullPagesTest, OfASiteInTroubleAFewPagesAreAskedFor) {
  for (const char* title : {"a", "b", "c", "d"}) {
    fetcher_.Serve(absl::StrCat("https://wire.example/", title), FetchResponse{.http_status = 500});
  }
  Read(Ok(Rss({"a", "b", "c", "d"})));
  EXPECT_EQ(Fetches("https://wire.example/c"), 1);
  EXPECT_EQ(Fetches("https://wire.example/d"), 0);
}

TEST_F(FullPagesTest, ARetryAfterOfAPageClosesItsHost) {
  FetchResponse busy{.http_status = 429};
  busy.retry_after = clock_.Now() + absl::Hours(3);
  fetcher_.Serve("https://wire.example/a", busy);
  ServePage("b");
  Read(Ok(Rss({"a", "b"})));
  EXPECT_EQ(Fetches("https://wire.example/b"), 0);
  EXPECT_EQ(gate_.TryEnter("wire.example").try_again, clock_.Now() + absl::Hours(1));
}

TEST_F(FullPagesTest, PagesThatTakeTheirTimeAreLeftForLaterPolls) {
  for (const char* title : {"a", "b", "c"}) {
    fetcher_.Serve(absl::StrCat("https://wire.example/", title), [this](const FetchRequest&) {
      clock_.Advance(absl::Seconds(40));
      return Ok(Page("slow"));
    });
  }
  Read(Ok(Rss({"a", "b", "c"})));
  EXPECT_EQ(Fetches("https://wire.example/b"), 1);
  EXPECT_EQ(Fetches("https://wire.example/c"), 0);
}

TEST_F(FullPagesTest, TheUserInfoInALinkIsNotSent) {
  ServePage("a");
  std::string feed = Rss({"a"});
  feed.replace(feed.find("https://"), 8, "https://ann:secret@");
  Read(Ok(feed));
  EXPECT_EQ(Fetches("https://wire.example/a"), 1);
}

TEST_F(FullPagesTest, AsManyPagesAsAPollMayFetchThenTheOthersLater) {
  std::vector<std::string> titles;
  for (int i = 0; i < 25; ++i) {
    titles.push_back(absl::StrCat("t", i));
    ServePage(titles.back());
  }
  const auto pages = [&] {
    int count = 0;
    for (const std::string& title : titles) count += Fetches("https://wire.example/" + title);
    return count;
  };
  Read(Ok(Rss(titles)));
  EXPECT_EQ(pages(), 20);
  Read(Ok(Rss(titles)));
  EXPECT_EQ(pages(), 25);
  Read(Ok(Rss(titles)));
  EXPECT_EQ(pages(), 25);
}

TEST(IsCutShort, KnowsTeasersFromStories) {
  const std::string long_text(700, 'x');
  ParsedItem item;
  EXPECT_TRUE(IsCutShort(item)) << "no text";
  item.summary = "Short.";
  EXPECT_TRUE(IsCutShort(item));
  item.content = long_text;
  EXPECT_FALSE(IsCutShort(item));
  for (const char* end : {"…", "...", " [...]", " […] \n"}) {
    item.content = long_text + end;
    EXPECT_TRUE(IsCutShort(item)) << end;
  }
  item.content = item.summary = long_text;
  EXPECT_TRUE(IsCutShort(item)) << "the same teaser twice";
  item.content = item.summary = long_text + "\n\n" + long_text;
  EXPECT_FALSE(IsCutShort(item)) << "the whole story twice";
}

}  // namespace
}  // namespace akin
