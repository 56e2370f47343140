// Feed subscriptions through storage's real server.
#include <set>

#include "absl/strings/str_cat.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"
#include "services/storage/service/storage_service.h"

namespace akin {
namespace {

using namespace storage::v1;  // NOLINT: this file is about these messages
using Stub = storage::v1::StorageService::Stub;

class StorageFeedsTest : public ::testing::Test {
 protected:
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    return CallUnary<Response>({.deadline = absl::Now() + absl::Seconds(20)}, *stub_, method,
                               request);
  }

  static CreateFeedRequest NewFeed(const std::string& id) {
    CreateFeedRequest request;
    request.set_name("feeds/" + id);
    request.mutable_settings()->set_url("https://wire.example/" + id);
    return request;
  }

  void Create(const std::string& id) {
    ASSERT_TRUE(Call(&Stub::CreateFeed, NewFeed(id)).ok());
    clock_.Advance(absl::Seconds(1));
  }

  ClaimDueFeedsResponse Claim(int max_feeds = 100) {
    ClaimDueFeedsRequest request;
    request.set_holder("me");
    request.set_max_feeds(max_feeds);
    return Call(&Stub::ClaimDueFeeds, request).value();
  }

  absl::StatusOr<RecordPollResponse> Record(const FeedClaim& claim) {
    RecordPollRequest request;
    request.set_name(claim.feed().name());
    request.set_fencing_token(claim.fencing_token());
    request.mutable_progress()->set_title("The Wire");
    request.mutable_next_poll_delay()->set_seconds(300);
    return Call(&Stub::RecordPoll, request);
  }

  absl::Status Put(const std::string& id, const FeedClaim& claim) {
    PutArticlesRequest request;
    request.add_articles()->set_name("articles/" + id);
    request.mutable_articles(0)->set_headline("Headline");
    request.set_lease(claim.feed().name());
    request.set_fencing_token(claim.fencing_token());
    return Call(&Stub::PutArticles, request).status();
  }

  FakeClock clock_;
  FakeClock steady_clock_;
  RevisionGate gate_;
  MemoryArticleStore store_{{.clock = clock_, .on_commit = [this](int64_t newest) {
                               gate_.Advance({store_.log_id(), newest});
                             }}};
  std::unique_ptr<LeaseTable> leases_ = LeaseTable::Load(store_, steady_clock_).value();
  akin::StorageService service_{store_, *leases_, gate_, clock_, steady_clock_, {}};
  std::unique_ptr<Server> server_ =
      Server::Start({.drain_timeout = absl::Milliseconds(100)}, {&service_}).value();
  std::unique_ptr<Stub> stub_ =
      storage::v1::StorageService::NewStub(NewChannel(server_->address()));
};

TEST_F(StorageFeedsTest, AFeedIsCreatedReadUpdatedAndDeleted) {
  Create("x");
  EXPECT_TRUE(absl::IsAlreadyExists(Call(&Stub::CreateFeed, NewFeed("x")).status()));
  UpdateFeedRequest update;
  update.set_name("feeds/x");
  *update.mutable_settings() = NewFeed("x").settings();
  update.mutable_settings()->set_paused(true);
  update.set_settings_version(1);
  EXPECT_EQ(Call(&Stub::UpdateFeed, update)->feed().settings_version(), 2);
  EXPECT_EQ(ErrorReason(Call(&Stub::UpdateFeed, update).status()), "FEED_CHANGED");
  GetFeedRequest get;
  get.set_name("feeds/x");
  EXPECT_TRUE(Call(&Stub::GetFeed, get)->feed().settings().paused());
  DeleteFeedRequest remove;
  remove.set_name("feeds/x");
  EXPECT_TRUE(Call(&Stub::DeleteFeed, remove).ok());
  EXPECT_TRUE(absl::IsNotFound(Call(&Stub::DeleteFeed, remove).status()));
  EXPECT_TRUE(absl::IsNotFound(Call(&Stub::GetFeed, get).status()));
}

TEST_F(StorageFeedsTest, PagesOfFeedsAreStableWhileFeedsComeAndGo) {
  for (const char* id : {"b", "d", "f", "h"}) Create(id);
  ListFeedsRequest request;
  request.set_page_size(2);
  ListFeedsResponse page = Call(&Stub::ListFeeds, request).value();
  std::vector<std::string> listed;
  for (const FeedRecord& feed : page.feeds()) listed.push_back(feed.name());
  clock_.Advance(absl::Seconds(1));
  Create("e");
  DeleteFeedRequest remove;
  remove.set_name("feeds/d");
  ASSERT_TRUE(Call(&Stub::DeleteFeed, remove).ok());
  while (!page.next_page_token().empty()) {
    request.set_page_token(page.next_page_token());
    page = Call(&Stub::ListFeeds, request).value();
    for (const FeedRecord& feed : page.feeds()) listed.push_back(feed.name());
  }
  EXPECT_EQ(listed, (std::vector<std::string>{"feeds/b", "feeds/d", "feeds/f", "feeds/h"}));
  request.set_page_token("rubbish");
  EXPECT_EQ(ErrorField(Call(&Stub::ListFeeds, request).status()), "page_token");
}

TEST_F(StorageFeedsTest, ClaimedFeedsAreNotGivenAgainAndTheLagIsTold) {
  Create("a");
  Create("b");
  const ClaimDueFeedsResponse first = Claim(1);
  ASSERT_EQ(first.claims_size(), 1);
  EXPECT_EQ(first.claims(0).feed().name(), "feeds/a");
  EXPECT_EQ(FromProto(first.lag()), absl::Seconds(2));
  EXPECT_EQ(Claim().claims(0).feed().name(), "feeds/b");
  EXPECT_EQ(Claim().claims_size(), 0);
  EXPECT_FALSE(Claim().has_lag());
}

TEST_F(StorageFeedsTest, APollIsRecordedOnceAndGivesItsLeaseBack) {
  Create("x");
  const FeedClaim claim = Claim().claims(0);
  const FeedRecord polled = Record(claim)->feed();
  EXPECT_EQ(polled.progress().title(), "The Wire");
  EXPECT_EQ(FromProto(polled.next_poll_time()), clock_.Now() + absl::Minutes(5));
  EXPECT_EQ(ErrorReason(Record(claim).status()), "STALE_LEASE");
  clock_.Advance(absl::Minutes(5));
  EXPECT_EQ(Claim().claims_size(), 1);
}

// What a poller that was stopped for longer than its lease brings when it goes on.
TEST_F(StorageFeedsTest, ResultsOfALostLeaseAreRefusedWithTheirArticles) {
  Create("x");
  const FeedClaim lost = Claim().claims(0);
  EXPECT_TRUE(Put("in-time", lost).ok());
  steady_clock_.Advance(absl::Seconds(10));
  EXPECT_EQ(ErrorReason(Put("late", lost)), "STALE_LEASE") << "although nobody has taken it yet";
  const FeedClaim next = Claim().claims(0);
  EXPECT_GT(next.fencing_token(), lost.fencing_token());
  EXPECT_EQ(ErrorReason(Put("late", lost)), "STALE_LEASE");
  EXPECT_EQ(ErrorReason(Record(lost).status()), "STALE_LEASE");
  EXPECT_TRUE(Put("next", next).ok());
  EXPECT_TRUE(Record(next).ok());
  auto snapshot = store_.Snapshot().value();
  EXPECT_TRUE(snapshot->Get("articles/in-time").ok());
  EXPECT_TRUE(snapshot->Get("articles/next").ok());
  EXPECT_TRUE(absl::IsNotFound(snapshot->Get("articles/late").status()));
}

TEST_F(StorageFeedsTest, BadRequestsNameTheirField) {
  const auto field = [&](auto method, auto request) {
    return ErrorField(Call(method, request).status());
  };
  EXPECT_EQ(field(&Stub::CreateFeed, CreateFeedRequest()), "name");
  CreateFeedRequest no_url;
  no_url.set_name("feeds/x");
  EXPECT_EQ(field(&Stub::CreateFeed, no_url), "settings.url");
  CreateFeedRequest bad_source = NewFeed("x");
  bad_source.mutable_settings()->set_source("wire");
  EXPECT_EQ(field(&Stub::CreateFeed, bad_source), "settings.source");
  EXPECT_EQ(field(&Stub::ClaimDueFeeds, ClaimDueFeedsRequest()), "holder");
  ClaimDueFeedsRequest many;
  many.set_holder("me");
  many.set_max_feeds(101);
  EXPECT_EQ(field(&Stub::ClaimDueFeeds, many), "max_feeds");
  RecordPollRequest delay;
  delay.set_name("feeds/x");
  delay.mutable_next_poll_delay()->set_seconds(-1);
  EXPECT_EQ(field(&Stub::RecordPoll, delay), "next_poll_delay");
  PutArticlesRequest put;
  put.add_articles();
  put.set_lease("stories");
  EXPECT_EQ(field(&Stub::PutArticles, put), "lease");
}

}  // namespace
}  // namespace akin
