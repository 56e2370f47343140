#include "services/ingestion/ingestion_service.h"

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "akin/ingestion/v1/ingestion_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "services/ingestion/testing/ingestion_parts.h"

namespace akin {
namespace {

using ingestion::v1::IngestArticleRequest;
using ingestion::v1::IngestArticleResponse;
using ingestion::v1::IngestArticlesRequest;
using ingestion::v1::IngestArticlesResponse;
using ingestion::v1::IngestDocumentRequest;
using ingestion::v1::IngestDocumentResponse;
using ingestion::v1::IngestOutcome;
using Stub = ingestion::v1::IngestionService::Stub;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IngestionServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    service_ =
        std::make_unique<IngestionService>(sink_, parts_.subscriptions, IngestionService::Options{});
    auto server = Server::Start({}, {service_.get()});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = NewChannel(server_->address());
    stub_ = ingestion::v1::IngestionService::NewStub(channel_);
  }

  static news::v1::Article Article(const std::string& id, const std::string& headline) {
    news::v1::Article article;
    article.set_headline(headline);
    article.set_external_id(id);
    article.set_source("sources/wire.example");
    return article;
  }

  absl::StatusOr<IngestArticleResponse> Ingest(const news::v1::Article& article,
                                               bool validate_only = false) {
    IngestArticleRequest request;
    *request.mutable_article() = article;
    request.set_validate_only(validate_only);
    return CallUnary(CallContext(), *stub_, &Stub::IngestArticle, request);
  }

  IngestOutcome Outcome(const news::v1::Article& article, bool validate_only = false) {
    const auto response = Ingest(article, validate_only);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->result().outcome() : ingestion::v1::INGEST_OUTCOME_UNSPECIFIED;
  }

  absl::StatusOr<IngestDocumentResponse> IngestBytes(const std::string& content,
                                                     const std::string& url = "",
                                                     const std::string& file_name = "") {
    IngestDocumentRequest request;
    request.set_content(content);
    request.set_url(url);
    request.set_file_name(file_name);
    return CallUnary(CallContext(), *stub_, &Stub::IngestDocument, request);
  }

  IngestionParts parts_;
  FakeArticleSink& sink_ = parts_.sink;
  FakeFetcher& fetcher_ = parts_.fetcher;
  std::unique_ptr<IngestionService> service_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(IngestionServiceTest, SaysWhatBecameOfAnArticle) {
  EXPECT_EQ(Outcome(Article("1", "Ferry returns")), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(Outcome(Article("1", "Ferry returns")), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(Outcome(Article("1", "Ferry is back")), ingestion::v1::INGEST_OUTCOME_REVISED);
  const auto response = Ingest(Article("1", "Ferry is back"));
  EXPECT_EQ(response->result().revision(), 2);
  EXPECT_EQ(response->log_id(), "log");
  sink_.Withdraw(response->result().name());
  EXPECT_EQ(Outcome(Article("1", "Ferry is back")), ingestion::v1::INGEST_OUTCOME_WITHDRAWN);
}

TEST_F(IngestionServiceTest, ValidateOnlyTellsTheOutcomeAndStoresNothing) {
  EXPECT_EQ(Outcome(Article("1", "Ferry"), true), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(sink_.article_count(), 0u);
  EXPECT_EQ(Ingest(Article("1", ""), true).status().message(), "article.headline: empty");
}

TEST_F(IngestionServiceTest, RefusesBadArticlesAndNamesTheField) {
  EXPECT_EQ(Ingest(Article("1", "")).status().message(), "article.headline: empty");
  news::v1::Article large = Article("1", "Large");
  large.set_body(std::string(20'000'000, 'x'));
  const absl::Status status = Ingest(large).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorField(status), "article.body");
  news::v1::Article late = Article("1", "Late");
  late.mutable_publish_time()->set_seconds(300'000'000'000);
  EXPECT_EQ(ErrorField(Ingest(late).status()), "article.publish_time");
  EXPECT_EQ(sink_.article_count(), 0u);
}

// Written by hand, since no honest client sends it: article { headline: "\xC3(" }.
TEST_F(IngestionServiceTest, RefusesTextThatIsNotUtf8) {
  grpc::GenericStub generic(channel_);
  grpc::Slice slice(std::string("\x0a\x04\x12\x02\xc3\x28", 6));
  grpc::ByteBuffer request(&slice, 1), response;
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call = generic.PrepareUnaryCall(
      &context, "/akin.ingestion.v1.IngestionService/IngestArticle", request, &queue);
  grpc::Status status;
  call->StartCall();
  call->Finish(&response, &status, nullptr);
  void* tag;
  bool ok;
  ASSERT_TRUE(queue.Next(&tag, &ok));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_TRUE(absl::StrContains(status.error_message(), "headline")) << status.error_message();
}

TEST_F(IngestionServiceTest, TellsOfStorageThatIsDown) {
  sink_.FailWith(absl::UnavailableError("storage is down"));
  EXPECT_EQ(Ingest(Article("1", "Ferry")).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(IngestBytes("Headline\n\nBody.").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(IngestionServiceTest, AStreamAcknowledgesEachItemInOrderWithItsOwnStatus) {
  constexpr int kCount = 2'000;
  grpc::ClientContext context;
  const auto stream = stub_->IngestArticles(&context);
  std::thread writer([&] {
    for (int i = 0; i < kCount; ++i) {
      IngestArticlesRequest request;
      *request.mutable_article() = Article(absl::StrCat(i), i % 10 == 3 ? "" : "Headline");
      request.set_validate_only(i % 10 == 7);
      request.set_request_id(absl::StrCat(i));
      stream->Write(request);
    }
    stream->WritesDone();
  });
  IngestArticlesResponse response;
  for (int i = 0; i < kCount; ++i) {
    ASSERT_TRUE(stream->Read(&response)) << i;
    EXPECT_EQ(response.request_id(), absl::StrCat(i));
    if (i % 10 == 3) {
      EXPECT_EQ(response.result().error().message(), "article.headline: empty");
    } else {
      EXPECT_EQ(response.result().outcome(), ingestion::v1::INGEST_OUTCOME_CREATED) << i;
    }
  }
  EXPECT_FALSE(stream->Read(&response));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(sink_.article_count(), kCount * 8u / 10);
}

TEST_F(IngestionServiceTest, AStreamOutlivesStoragesFailure) {
  sink_.FailWith(absl::UnavailableError("storage is down"));
  grpc::ClientContext context;
  const auto stream = stub_->IngestArticles(&context);
  IngestArticlesRequest request;
  *request.mutable_article() = Article("1", "Ferry");
  IngestArticlesResponse response;
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.result().error().code(), static_cast<int>(absl::StatusCode::kUnavailable));
  sink_.FailWith(absl::OkStatus());
  ASSERT_TRUE(stream->Write(request));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.result().outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(IngestionServiceTest, OneBadItemOfAFeedDoesNotLoseTheOthers) {
  const auto response = IngestBytes(
      "<rss><channel><title>Wire</title>"
      "<item><title>One</title><guid>1</guid></item>"
      "<item><guid>2</guid></item>"
      "<item><title>Three</title><guid>3</guid></item></channel></rss>",
      "https://wire.example/feed");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->format(), "rss");
  ASSERT_EQ(response->results_size(), 3);
  EXPECT_EQ(response->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(response->results(1).error().message(), "article.headline: empty");
  EXPECT_EQ(response->results(1).item_index(), 1);
  EXPECT_EQ(response->results(2).headline(), "Three");
  EXPECT_EQ(response->revision(), 2);
  EXPECT_THAT(sink_.batch_sizes(), ElementsAre(2));
  EXPECT_EQ(sink_.Get(response->results(0).name()).source(), "sources/wire.example");
}

TEST_F(IngestionServiceTest, GuidsThatCollideGiveWayToLinks) {
  const auto response = IngestBytes(
      "<rss><channel><item><title>One</title><guid>1</guid><link>https://w.example/a</link></item>"
      "<item><title>Two</title><guid>1</guid><link>https://w.example/b</link></item></channel></"
      "rss>");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->results(1).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(sink_.article_count(), 2u);
}

TEST_F(IngestionServiceTest, OfTwoVersionsInOneDocumentTheNewestStays) {
  const auto item = [](absl::string_view title, int hour) {
    return absl::StrCat("<item><title>", title, "</title><guid>s1</guid><pubDate>Sun, 29 Nov 2026 ",
                        hour, ":00:00 GMT</pubDate></item>");
  };
  const std::string channel =
      absl::StrCat("<rss><channel>", item("Storm hits", 10), item("Storm hits coast: 3 dead", 12),
                   item("Storm hits coast", 11), "</channel></rss>");
  const auto first = IngestBytes(channel);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->results_size(), 3);
  EXPECT_EQ(first->results(1).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  for (int older : {0, 2}) {
    EXPECT_EQ(first->results(older).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
    EXPECT_EQ(first->results(older).name(), first->results(1).name());
    EXPECT_EQ(first->results(older).revision(), first->results(1).revision());
    EXPECT_EQ(first->results(older).item_index(), older);
    EXPECT_THAT(first->results(older).remarks(), ElementsAre(HasSubstr("newer version")));
  }
  EXPECT_EQ(sink_.Get(first->results(1).name()).headline(), "Storm hits coast: 3 dead");
  EXPECT_EQ(IngestBytes(channel)->results(1).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
}

TEST_F(IngestionServiceTest, OfVersionsWithoutTimesTheFirstListedStays) {
  const auto response = IngestBytes(
      "<rss><channel><item><title>Storm hits coast: 3 dead</title><guid>s1</guid></item>"
      "<item><title>Storm hits coast</title><guid>s1</guid></item></channel></rss>");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(sink_.Get(response->results(0).name()).headline(), "Storm hits coast: 3 dead");
}

TEST_F(IngestionServiceTest, PlaceholdersForIdAndLinkAreNeither) {
  const auto response = IngestBytes(
      "<rss><channel><item><title>Mail client 1.2</title><guid>N/A</guid><link>N/A</link></item>"
      "<item><title>Mail client 1.3</title><guid>N/A</guid><link>N/A</link></item></channel></rss>",
      "https://suite.example/rss/");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(sink_.article_count(), 2u);
  EXPECT_EQ(sink_.Get(response->results(0).name()).canonical_url(), "");
}

TEST_F(IngestionServiceTest, ThePublishersLinkGoesBeforeTheClickCounters) {
  const auto response = IngestBytes(
      "<rss><channel><item><title>One</title><link>https://count.example/~3/x</link>"
      "<feedburner:origLink>https://paper.example/crane</feedburner:origLink></item>"
      "</channel></rss>",
      "https://feeds.paper.example/all");
  ASSERT_TRUE(response.ok()) << response.status();
  const news::v1::Article stored = sink_.Get(response->results(0).name());
  EXPECT_EQ(stored.canonical_url(), "https://paper.example/crane");
  EXPECT_EQ(stored.source(), "sources/paper.example");
}

TEST_F(IngestionServiceTest, AFragmentMayBeAllThatNamesAnArticle) {
  const auto poll = [&](absl::string_view second) {
    return IngestBytes(absl::StrCat(
        "<rss><channel><link>https://w.example/</link><item><title>Council elects a chair</title>"
        "<link>https://w.example/#/news/101</link></item><item><title>",
        second, "</title><link>https://w.example/#/news/102</link></item></channel></rss>"));
  };
  const auto first = poll("Fish prices rise");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(sink_.article_count(), 2u);
  EXPECT_EQ(sink_.Get(first->results(1).name()).canonical_url(), "https://w.example/#/news/102");
  const auto edited = poll("Herring is dearer again");
  EXPECT_EQ(edited->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(edited->results(1).outcome(), ingestion::v1::INGEST_OUTCOME_REVISED);
  EXPECT_EQ(edited->results(1).name(), first->results(1).name());
}

TEST_F(IngestionServiceTest, ALaterStampOnAStoryIsARevisionOfIt) {
  const std::string story = "Headline\n\nSummary.\n\nUpdate: 2023-08-16 04:21 GMT\n\nBody.\n";
  const std::string later = "Headline\n\nSummary.\n\nUpdate: 2023-08-17 09:00 GMT\n\nBody.\n";
  EXPECT_EQ(IngestBytes(story)->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(IngestBytes(later)->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_REVISED);
  EXPECT_EQ(IngestBytes(later)->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(IngestBytes(story, "https://w.example/a")->results(0).outcome(),
            ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_EQ(IngestBytes(story, "", "a.txt")->results(0).outcome(),
            ingestion::v1::INGEST_OUTCOME_CREATED);
}

TEST_F(IngestionServiceTest, TakesInWhatAgenciesSendAndNotWhatTheyCancel) {
  const auto response = IngestBytes(
      R"([{"uri": "urn:wire:1", "headline": "Rain", "body_text": "It rained.", "language": "en"},
          {"uri": "urn:wire:2", "headline": "Snow", "pubstatus": "canceled"}])",
      "https://wire.example/latest.json");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->format(), "ninjs");
  ASSERT_EQ(response->results_size(), 2);
  const news::v1::Article stored = sink_.Get(response->results(0).name());
  EXPECT_EQ(stored.external_id(), "urn:wire:1");
  EXPECT_EQ(stored.body(), "It rained.");
  EXPECT_EQ(response->results(1).error().message(),
            "content: the agency says \"canceled\" of this item");
}

TEST_F(IngestionServiceTest, TakesTheArticleFromAPage) {
  const std::string text = "The ferry to the island sails again, the company said on Wednesday.";
  const auto page = [&](absl::string_view body) {
    return absl::StrCat(
        "<!doctype html><html lang='en'><title>Ferry sails | Wire</title><meta name='author' "
        "content='By Ann Lee'><link rel='canonical' href='/ferry'><body><nav><a href='/'>Home</a>"
        "</nav><article><h1>Ferry sails</h1>",
        body, "</article></body></html>");
  };
  const std::string url = "https://www.wire.example/ferry?utm_source=mail";
  const auto response = IngestBytes(page(absl::StrCat("<p>", text, "</p>")), url);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->format(), "html");
  ASSERT_EQ(response->results_size(), 1);
  const news::v1::Article stored = sink_.Get(response->results(0).name());
  EXPECT_EQ(stored.headline(), "Ferry sails");
  EXPECT_EQ(stored.body(), text);
  EXPECT_THAT(stored.authors(), ElementsAre("Ann Lee"));
  EXPECT_EQ(stored.canonical_url(), "https://www.wire.example/ferry");
  EXPECT_EQ(stored.source(), "sources/wire.example");
  EXPECT_EQ(IngestBytes(page(""), url).status().message(),
            "content: an HTML page without an article's text");
}

TEST_F(IngestionServiceTest, RefusesDocumentsWithTheReason) {
  EXPECT_EQ(IngestBytes("").status().message(), "content: empty");
  EXPECT_EQ(ErrorField(IngestBytes(std::string(17 << 20, 'x')).status()), "content");
  EXPECT_EQ(ErrorField(IngestBytes(std::string("\0\1\2\3", 4)).status()), "content");
  EXPECT_EQ(ErrorField(IngestBytes("Headline", "not a url").status()), "url");
}

// --- Feeds ---

class FeedServiceTest : public IngestionServiceTest {
 protected:
  absl::StatusOr<ingestion::v1::CreateFeedResponse> Create(const std::string& url) {
    ingestion::v1::CreateFeedRequest request;
    request.mutable_feed()->set_url(url);
    return CallUnary(CallContext(), *stub_, &Stub::CreateFeed, request);
  }

  absl::StatusOr<ingestion::v1::FetchFeedResponse> Fetch(const std::string& name) {
    ingestion::v1::FetchFeedRequest request;
    request.set_name(name);
    return CallUnary(CallContext(), *stub_, &Stub::FetchFeed, request);
  }

  absl::StatusOr<ingestion::v1::Feed> Update(const ingestion::v1::Feed& feed,
                                             const std::string& path) {
    ingestion::v1::UpdateFeedRequest request;
    *request.mutable_feed() = feed;
    request.mutable_update_mask()->add_paths(path);
    ASSIGN_OR_RETURN(auto response, CallUnary(CallContext(), *stub_, &Stub::UpdateFeed, request));
    return response.feed();
  }

  void ServeFeed(const std::string& items) {
    fetcher_.Serve(kUrl, FetchResponse{.http_status = 200,
                                       .body = "<rss><channel><title>Wire</title>" + items +
                                               "</channel></rss>"});
  }

  static constexpr char kUrl[] = "https://wire.example/feed";
};

TEST_F(FeedServiceTest, AnAddressInAnySpellingHasOneSubscription) {
  const auto created = Create(kUrl);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->feed().url(), kUrl);
  EXPECT_EQ(created->feed().state(), ingestion::v1::FEED_STATE_ACTIVE);
  EXPECT_EQ(created->feed().current_url(), kUrl);
  for (const char* same : {kUrl, "http://WWW.wire.example:80/feed/#top"}) {
    const absl::Status status = Create(same).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
    EXPECT_EQ(ErrorReason(status), "FEED_EXISTS");
    EXPECT_TRUE(absl::StrContains(status.message(), created->feed().name())) << status;
  }
  EXPECT_EQ(ErrorField(Create("mailto:me@wire.example").status()), "feed.url");
}

TEST_F(FeedServiceTest, FetchingIngestsAsADocumentWould) {
  const std::string items =
      "<item><guid>1</guid><title>Rain</title></item>"
      "<item><guid>2</guid></item>";
  ServeFeed(items);
  const std::string name = Create(kUrl)->feed().name();
  const auto fetched = Fetch(name);
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  ASSERT_EQ(fetched->results_size(), 2);
  EXPECT_EQ(fetched->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  EXPECT_TRUE(fetched->results(1).has_error());
  EXPECT_EQ(fetched->feed().total_items().failed(), 1);
  const auto document =
      IngestBytes("<rss><channel><title>Wire</title>" + items + "</channel></rss>", kUrl);
  EXPECT_EQ(document->results(0).name(), fetched->results(0).name());
  EXPECT_EQ(document->results(0).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
}

TEST_F(FeedServiceTest, APublishersFailureIsToldInTheFeedNotAsAnError) {
  const std::string name = Create(kUrl)->feed().name();
  const auto fetched = Fetch(name);
  ASSERT_TRUE(fetched.ok()) << fetched.status();
  EXPECT_EQ(fetched->feed().state(), ingestion::v1::FEED_STATE_FAILING);
  EXPECT_TRUE(absl::StrContains(fetched->feed().last_error(), "404"));
  EXPECT_EQ(fetched->feed().consecutive_failures(), 1);
}

TEST_F(FeedServiceTest, AnUpdateWithAnOldEtagIsRefused) {
  ingestion::v1::Feed feed = Create(kUrl)->feed();
  feed.set_paused(true);
  const auto updated = Update(feed, "paused");
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->state(), ingestion::v1::FEED_STATE_PAUSED);
  const absl::Status refused = Update(feed, "paused").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(refused), "FEED_CHANGED");
  feed.clear_etag();
  EXPECT_TRUE(Update(feed, "paused").ok());
  feed.set_name("wire");
  EXPECT_EQ(ErrorField(Update(feed, "paused").status()), "feed.name");
}

TEST_F(FeedServiceTest, SubscriptionsAreReadListedAndDeleted) {
  const std::string name = Create(kUrl)->feed().name();
  ingestion::v1::GetFeedRequest get;
  get.set_name(name);
  EXPECT_EQ(CallUnary(CallContext(), *stub_, &Stub::GetFeed, get)->feed().url(), kUrl);
  EXPECT_EQ(CallUnary(CallContext(), *stub_, &Stub::ListFeeds, ingestion::v1::ListFeedsRequest())
                ->feeds_size(),
            1);
  ingestion::v1::DeleteFeedRequest remove;
  remove.set_name(name);
  EXPECT_TRUE(CallUnary(CallContext(), *stub_, &Stub::DeleteFeed, remove).ok());
  EXPECT_TRUE(absl::IsNotFound(CallUnary(CallContext(), *stub_, &Stub::GetFeed, get).status()));
  EXPECT_TRUE(absl::IsNotFound(Fetch(name).status()));
}

}  // namespace
}  // namespace akin
