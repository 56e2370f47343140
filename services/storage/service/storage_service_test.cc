#include "services/storage/service/storage_service.h"

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"

namespace akin {
namespace {

using news::v1::Article;
using storage::v1::AcquireLeaseRequest;
using storage::v1::AssignStoriesRequest;
using storage::v1::BatchGetArticlesRequest;
using storage::v1::DeleteArticleRequest;
using storage::v1::GetArticleRequest;
using storage::v1::GetArticleResponse;
using storage::v1::ListArticleRevisionsRequest;
using storage::v1::ListArticlesRequest;
using storage::v1::ListArticlesResponse;
using storage::v1::LookupArticleRequest;
using storage::v1::PurgeArticleRequest;
using storage::v1::PutArticlesRequest;
using storage::v1::PutArticlesResponse;
using storage::v1::ReleaseLeaseRequest;
using storage::v1::UndeleteArticleRequest;
using storage::v1::WatchArticlesRequest;
using storage::v1::WatchArticlesResponse;
using Stub = storage::v1::StorageService::Stub;
using ::testing::ElementsAre;

Article NewArticle(const std::string& id, const std::string& headline = "Headline") {
  Article article;
  article.set_name("articles/" + id);
  article.set_headline(headline);
  article.set_body("Body");
  return article;
}

// The real server on a free port, over a store in memory.
class StorageServiceTest : public ::testing::Test {
 protected:
  StorageServiceTest() { StartWithEmptyLog(); }

  void StartWithEmptyLog() {
    server_.reset();
    service_.reset();
    store_ = std::make_unique<MemoryArticleStore>(
        ArticleStore::Options{.clock = clock_, .on_commit = [this](int64_t newest) {
                                gate_.Advance({store_->log_id(), newest});
                              }});
    leases_ = LeaseTable::Load(*store_, steady_clock_).value();
    Serve({});
  }

  void Serve(ServiceHost::Options host) {
    server_.reset();
    service_ = std::make_unique<::akin::StorageService>(*store_, *leases_, gate_, clock_, steady_clock_,
                                                ::akin::StorageService::Options{.host = host});
    server_ = Server::Start({.drain_timeout = absl::Milliseconds(100)}, {service_.get()}).value();
    stub_ = storage::v1::StorageService::NewStub(NewChannel(server_->address()));
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    return CallUnary<Response>({.deadline = absl::Now() + absl::Seconds(20)}, *stub_, method,
                               request);
  }

  PutArticlesResponse Put(const std::vector<Article>& articles) {
    PutArticlesRequest request;
    for (const Article& article : articles) *request.add_articles() = article;
    return Call(&Stub::PutArticles, request).value();
  }

  absl::StatusOr<GetArticleResponse> Get(const std::string& id, int64_t min_revision = 0) {
    GetArticleRequest request;
    request.set_name("articles/" + id);
    request.set_min_revision(min_revision);
    return Call(&Stub::GetArticle, request);
  }

  absl::StatusOr<storage::v1::DeleteArticleResponse> Delete(const std::string& id) {
    DeleteArticleRequest request;
    request.set_name("articles/" + id);
    request.set_reason("a complaint");
    return Call(&Stub::DeleteArticle, request);
  }

  absl::StatusOr<ListArticlesResponse> List(const ListArticlesRequest& request) {
    return Call(&Stub::ListArticles, request);
  }

  // An open watch.
  struct Watch {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<WatchArticlesResponse>> stream;

    bool ended = false;

    ~Watch() {
      if (ended) return;
      context.TryCancel();
      WatchArticlesResponse response;
      while (stream->Read(&response)) {
      }
      (void)stream->Finish();
    }

    WatchArticlesResponse Next() {
      WatchArticlesResponse response;
      EXPECT_TRUE(stream->Read(&response));
      return response;
    }

    // The next change, past heartbeats.
    storage::v1::Change NextChange() {
      WatchArticlesResponse response;
      while (!response.has_change() && stream->Read(&response)) {
      }
      return response.change();
    }

    absl::Status End() {
      WatchArticlesResponse response;
      EXPECT_FALSE(stream->Read(&response));
      ended = true;
      return FromGrpcStatus(stream->Finish());
    }
  };

  std::unique_ptr<Watch> StartWatch(int64_t after = 0, const std::string& log_id = "",
                                    absl::Duration heartbeats = absl::Seconds(1)) {
    WatchArticlesRequest request;
    request.set_after_revision(after);
    request.set_log_id(log_id);
    *request.mutable_heartbeat_interval() = ToProto(heartbeats);
    auto watch = std::make_unique<Watch>();
    watch->stream = stub_->WatchArticles(&watch->context, request);
    return watch;
  }

  absl::StatusOr<int64_t> Acquire(const std::string& holder) {
    AcquireLeaseRequest request;
    request.set_lease("stories");
    request.set_holder(holder);
    auto response = Call(&Stub::AcquireLease, request);
    if (!response.ok()) return response.status();
    return response->fencing_token();
  }

  absl::Status Assign(int64_t token, const std::string& id, const std::string& story) {
    AssignStoriesRequest request;
    request.set_fencing_token(token);
    auto* assignment = request.add_assignments();
    assignment->set_article("articles/" + id);
    assignment->set_story("stories/" + story);
    return Call(&Stub::AssignStories, request).status();
  }

  SystemClock clock_;
  FakeClock steady_clock_;
  RevisionGate gate_;
  std::unique_ptr<MemoryArticleStore> store_;
  std::unique_ptr<LeaseTable> leases_;
  std::unique_ptr<::akin::StorageService> service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Stub> stub_;
};

// --- Writing and reading ---

TEST_F(StorageServiceTest, WhatWasPutIsReadAtItsRevision) {
  const PutArticlesResponse put = Put({NewArticle("a"), NewArticle("b")});
  EXPECT_EQ(put.revision(), 2);
  EXPECT_EQ(put.results(0).outcome(), storage::v1::PUT_OUTCOME_CREATED);
  const auto got = Get("b", put.revision());
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->article().body(), "Body") << "GetArticle is FULL by default";
  EXPECT_EQ(got->info().revision(), 2);
  EXPECT_EQ(got->info().log_id(), put.log_id());
}

TEST_F(StorageServiceTest, BadItemsFailAloneAndAreNamed) {
  Article late = NewArticle("late");
  late.mutable_publish_time()->set_seconds(300'000'000'000);
  const auto put = Put({NewArticle("a"), NewArticle("b", ""), NewArticle("c"), late});
  EXPECT_EQ(put.results(0).outcome(), storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(put.results(1).error().message(), "articles[1].headline: empty");
  EXPECT_EQ(put.results(1).error().code(), 3);
  EXPECT_EQ(put.results(1).outcome(), storage::v1::PUT_OUTCOME_UNSPECIFIED);
  EXPECT_EQ(put.results(2).revision(), 2);
  EXPECT_EQ(put.results(3).error().message(),
            "articles[3].publish_time: out of range, want years 1 to 9999");
  EXPECT_FALSE(Get("b").ok());
}

TEST_F(StorageServiceTest, ABodyOfTwentyMegabytesIsRefusedAndTheServerGoesOn) {
  Article article = NewArticle("a");
  article.set_body(std::string(20 << 20, 'x'));
  const auto put = Put({article});
  EXPECT_EQ(put.results(0).error().message(),
            "articles[0].body: 20971520 bytes, want at most 1048576");
  EXPECT_EQ(Put({NewArticle("b")}).revision(), 1);
}

TEST_F(StorageServiceTest, ValidateOnlyStoresNothing) {
  PutArticlesRequest request;
  *request.add_articles() = NewArticle("a");
  request.set_validate_only(true);
  const auto put = Call(&Stub::PutArticles, request).value();
  EXPECT_EQ(put.results(0).outcome(), storage::v1::PUT_OUTCOME_CREATED);
  EXPECT_EQ(put.results(0).revision(), 0);
  EXPECT_EQ(Get("a").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(StorageServiceTest, WithdrawnIsToldApartFromUnknownAndLeaksNoHeadline) {
  Put({NewArticle("a", "Secret")});
  const int64_t revision = Delete("a")->revision();
  const absl::Status status = Get("a", revision).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ErrorReason(status), "ARTICLE_WITHDRAWN");
  EXPECT_FALSE(absl::StrContains(status.message(), "Secret"));
  EXPECT_EQ(ErrorReason(Get("b").status()), "ARTICLE_NOT_FOUND");
  EXPECT_EQ(Get("b").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Put({NewArticle("a", "Secret")}).results(0).outcome(),
            storage::v1::PUT_OUTCOME_WITHDRAWN);
}

TEST_F(StorageServiceTest, UndeleteAnswersWithTheArticleAndPurgeEndsThat) {
  Put({NewArticle("a")});
  ASSERT_TRUE(Delete("a").ok());
  UndeleteArticleRequest undelete;
  undelete.set_name("articles/a");
  const auto undeleted = Call(&Stub::UndeleteArticle, undelete).value();
  EXPECT_EQ(undeleted.article().headline(), "Headline");
  EXPECT_EQ(undeleted.revision(), 3);
  PurgeArticleRequest purge;
  purge.set_name("articles/a");
  EXPECT_EQ(Call(&Stub::PurgeArticle, purge)->revision(), 4);
  EXPECT_EQ(Call(&Stub::UndeleteArticle, undelete).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(StorageServiceTest, ABatchKeepsTheOrderAndListsWhatIsMissing) {
  Put({NewArticle("a"), NewArticle("b"), NewArticle("c")});
  ASSERT_TRUE(Delete("b").ok());
  BatchGetArticlesRequest request;
  for (const char* id : {"c", "x", "a", "b"}) request.add_names(absl::StrCat("articles/", id));
  const auto got = Call(&Stub::BatchGetArticles, request).value();
  ASSERT_EQ(got.articles_size(), 2);
  EXPECT_EQ(got.articles(0).name(), "articles/c");
  EXPECT_EQ(got.articles(1).name(), "articles/a");
  EXPECT_EQ(got.articles(0).body(), "") << "a batch is CARD by default";
  EXPECT_THAT(got.missing(), ElementsAre("articles/x", "articles/b"));
}

TEST_F(StorageServiceTest, ABatchThatIsTooLargeToSendIsCutAndNamesTheRest) {
  BatchGetArticlesRequest request;
  request.set_view(news::v1::ARTICLE_VIEW_FULL);
  for (int i = 0; i < 30; ++i) {
    Article article = NewArticle(absl::StrCat("a", i));
    article.set_body(std::string(1 << 20, 'x'));
    Put({article});
    request.add_names(article.name());
  }
  const auto cut = Call(&Stub::BatchGetArticles, request).value();
  ASSERT_GT(cut.omitted_size(), 0);
  ASSERT_EQ(cut.articles_size() + cut.omitted_size(), 30);
  EXPECT_EQ(cut.omitted(0), request.names(cut.articles_size()));
  BatchGetArticlesRequest rest = request;
  rest.mutable_names()->Assign(cut.omitted().begin(), cut.omitted().end());
  EXPECT_EQ(Call(&Stub::BatchGetArticles, rest)->articles_size(), cut.omitted_size());
  request.set_view(news::v1::ARTICLE_VIEW_CARD);
  EXPECT_EQ(Call(&Stub::BatchGetArticles, request)->articles_size(), 30);
}

TEST_F(StorageServiceTest, ArticlesAreLookedUpByUrlAndByExternalId) {
  Article article = NewArticle("a");
  article.set_source("sources/example.com");
  article.set_external_id("guid 1");
  article.set_canonical_url("https://example.com/story");
  Put({article});
  LookupArticleRequest by_url;
  by_url.set_canonical_url("HTTPS://EXAMPLE.com:443/story?utm_medium=x#top");
  EXPECT_EQ(Call(&Stub::LookupArticle, by_url)->article().name(), "articles/a");
  LookupArticleRequest by_id;
  by_id.mutable_external()->set_source("sources/example.com");
  by_id.mutable_external()->set_external_id("guid 1");
  EXPECT_EQ(Call(&Stub::LookupArticle, by_id)->article().name(), "articles/a");
}

TEST_F(StorageServiceTest, RevisionsAreListedInPages) {
  for (const char* headline : {"One", "Two", "Three"}) Put({NewArticle("a", headline)});
  ListArticleRevisionsRequest request;
  request.set_name("articles/a");
  request.set_page_size(2);
  const auto first = Call(&Stub::ListArticleRevisions, request).value();
  ASSERT_EQ(first.revisions_size(), 2);
  EXPECT_EQ(first.revisions(0).headline(), "Three");
  Put({NewArticle("a", "Four")});
  request.set_page_token(first.next_page_token());
  const auto second = Call(&Stub::ListArticleRevisions, request).value();
  ASSERT_EQ(second.revisions_size(), 1);
  EXPECT_EQ(second.revisions(0).headline(), "One");
  EXPECT_EQ(second.next_page_token(), "");
}

// --- Listing ---

TEST_F(StorageServiceTest, PagesAreStableWhileArticlesComeChangeAndGo) {
  const auto dated = [](int i, int64_t seconds, const std::string& headline) {
    Article article = NewArticle(absl::StrCat("a", 10 + i), headline);
    article.mutable_publish_time()->set_seconds(seconds);
    return article;
  };
  for (int i = 0; i < 10; ++i) Put({dated(i, 1000 - i, "One")});
  ListArticlesRequest request;
  request.set_page_size(3);
  std::vector<std::string> names;
  for (int page = 0;; ++page) {
    const ListArticlesResponse response = List(request).value();
    for (const Article& article : response.articles()) names.push_back(article.name().substr(9));
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    if (page == 0) {
      Put({dated(50, 500, "New, and older than all")});
      Put({dated(0, 400, "Shown already, moved to the end")});
      Put({dated(8, 992, "Changed in its place")});
      ASSERT_TRUE(Delete("a15").ok());
    }
  }
  EXPECT_THAT(names, ElementsAre("a10", "a11", "a12", "a13", "a14", "a16", "a17", "a18", "a19"));
}

TEST_F(StorageServiceTest, TokensAreTiedToTheOtherArguments) {
  for (int i = 0; i < 5; ++i) Put({NewArticle(absl::StrCat("a", i))});
  ListArticlesRequest request;
  request.set_page_size(2);
  request.set_page_token(List(request)->next_page_token());
  const auto broken = [&](auto change) {
    ListArticlesRequest other = request;
    change(other);
    return List(other).status();
  };
  EXPECT_TRUE(broken([](auto& r) { r.set_page_size(1); }).ok()) << "the size may change";
  for (const absl::Status& status : {
           broken([](auto& r) { r.set_filter("language = en"); }),
           broken([](auto& r) { r.set_order_by("create_time"); }),
           broken([](auto& r) { r.set_view(news::v1::ARTICLE_VIEW_FULL); }),
           broken([](auto& r) { r.set_page_token("garbage"); }),
           broken([](auto& r) { r.set_page_token(std::string(100'000, 'A')); }),
       }) {
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ErrorField(status), "page_token") << status;
  }
  ListArticleRevisionsRequest revisions;
  revisions.set_name("articles/a0");
  revisions.set_page_token(request.page_token());
  EXPECT_EQ(ErrorField(Call(&Stub::ListArticleRevisions, revisions).status()), "page_token");
}

TEST_F(StorageServiceTest, ATokenOfAnotherLogIsExpired) {
  Put({NewArticle("a"), NewArticle("b")});
  ListArticlesRequest request;
  request.set_page_size(1);
  const std::string token = List(request)->next_page_token();
  StartWithEmptyLog();
  request.set_page_token(token);
  EXPECT_EQ(ErrorField(List(request).status()), "page_token");
  EXPECT_TRUE(absl::StrContains(List(request).status().message(), "another log"));
}

TEST_F(StorageServiceTest, AFilterWithATypoSaysWhere) {
  ListArticlesRequest request;
  request.set_filter("language = en AND sauce = \"x\"");
  const absl::Status status = List(request).status();
  EXPECT_EQ(ErrorField(status), "filter");
  EXPECT_TRUE(absl::StrContains(status.message(), "column 19")) << status;
}

// --- Bad requests ---

TEST_F(StorageServiceTest, BadRequestsNameTheirField) {
  const auto field = [&](auto method, auto request) {
    return ErrorField(Call(method, request).status());
  };
  EXPECT_EQ(field(&Stub::PutArticles, PutArticlesRequest()), "articles");
  PutArticlesRequest many;
  for (int i = 0; i < 1001; ++i) many.add_articles();
  EXPECT_EQ(field(&Stub::PutArticles, many), "articles");
  EXPECT_EQ(field(&Stub::GetArticle, GetArticleRequest()), "name");
  EXPECT_EQ(field(&Stub::BatchGetArticles, BatchGetArticlesRequest()), "names");
  BatchGetArticlesRequest bad_name;
  bad_name.add_names("articles/a");
  bad_name.add_names("a");
  EXPECT_EQ(field(&Stub::BatchGetArticles, bad_name), "names[1]");
  EXPECT_EQ(field(&Stub::LookupArticle, LookupArticleRequest()), "key");
  LookupArticleRequest bad_url;
  bad_url.set_canonical_url("example");
  EXPECT_EQ(field(&Stub::LookupArticle, bad_url), "canonical_url");
  ListArticlesRequest negative;
  negative.set_page_size(-1);
  EXPECT_EQ(field(&Stub::ListArticles, negative), "page_size");
  ListArticlesRequest order;
  order.set_order_by("headline");
  EXPECT_EQ(field(&Stub::ListArticles, order), "order_by");
  ListArticlesRequest view;
  view.set_view(static_cast<news::v1::ArticleView>(77));
  EXPECT_EQ(field(&Stub::ListArticles, view), "view");
  DeleteArticleRequest reason;
  reason.set_name("articles/a");
  reason.set_reason(std::string(1001, 'x'));
  EXPECT_EQ(field(&Stub::DeleteArticle, reason), "reason");
  AcquireLeaseRequest lease;
  lease.set_lease("stories");
  EXPECT_EQ(field(&Stub::AcquireLease, lease), "holder");
  lease.set_holder("me");
  lease.mutable_duration()->set_seconds(3600);
  EXPECT_EQ(field(&Stub::AcquireLease, lease), "duration");
  AssignStoriesRequest merge;
  merge.add_merges()->set_story("stories/s");
  merge.mutable_merges(0)->set_into("stories/s");
  EXPECT_EQ(field(&Stub::AssignStories, merge), "merges[0].into");
}

TEST_F(StorageServiceTest, TenThousandConcurrentCallsAreAnsweredOrRefusedAndTheServerGoesOn) {
  Put({NewArticle("a")});
  constexpr int kCalls = 10'000;
  struct Pending {
    grpc::ClientContext context;
    GetArticleResponse response;
  };
  std::vector<std::unique_ptr<Pending>> calls;
  std::atomic<int> ok = 0, refused = 0, other = 0, answered = 0;
  std::promise<void> all;
  GetArticleRequest request;
  request.set_name("articles/a");
  for (int i = 0; i < kCalls; ++i) {
    Pending& call = *calls.emplace_back(std::make_unique<Pending>());
    stub_->async()->GetArticle(&call.context, &request, &call.response, [&](grpc::Status status) {
      ++(status.ok()                                                   ? ok
         : status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ? refused
                                                                       : other);
      if (++answered == kCalls) all.set_value();
    });
  }
  all.get_future().wait();
  EXPECT_EQ(other, 0);
  EXPECT_GT(ok, 0);
  // The last calls leave the server just after their answers have arrived.
  const absl::Time give_up = absl::Now() + absl::Seconds(10);
  while (!Get("a").ok() && absl::Now() < give_up) {
  }
  EXPECT_TRUE(Get("a").ok());
}

// --- Leases and stories ---

TEST_F(StorageServiceTest, StoriesAreAssignedUnderTheLeaseOnly) {
  Put({NewArticle("a")});
  const int64_t token = Acquire("one").value();
  EXPECT_EQ(ErrorReason(Acquire("two").status()), "LEASE_HELD");
  EXPECT_TRUE(RetryAfter(Acquire("two").status()).has_value());
  EXPECT_TRUE(Assign(token, "a", "s").ok());
  EXPECT_EQ(Get("a")->article().story(), "stories/s");
  EXPECT_EQ(Get("a")->article().revision(), 1);
  EXPECT_EQ(ErrorReason(Assign(token + 1, "a", "t")), "STALE_LEASE");
  steady_clock_.Advance(absl::Seconds(10));
  EXPECT_EQ(ErrorReason(Assign(token, "a", "t")), "STALE_LEASE");
  const int64_t next = Acquire("two").value();
  EXPECT_GT(next, token);
  EXPECT_TRUE(Assign(next, "a", "t").ok());
  ReleaseLeaseRequest release;
  release.set_lease("stories");
  release.set_fencing_token(next);
  EXPECT_TRUE(Call(&Stub::ReleaseLease, release).ok());
  EXPECT_EQ(ErrorReason(Assign(next, "a", "u")), "STALE_LEASE");
}

// --- Watching ---

TEST_F(StorageServiceTest, AWatchReplaysThenGoesOnLive) {
  Put({NewArticle("a"), NewArticle("b")});
  auto watch = StartWatch();
  const WatchArticlesResponse replay = watch->Next();
  EXPECT_EQ(replay.replay().replay_until(), 2);
  EXPECT_EQ(replay.replay().log_id(), store_->log_id());
  EXPECT_EQ(watch->NextChange().article().name(), "articles/a");
  EXPECT_EQ(watch->NextChange().article().body(), "Body");
  Put({NewArticle("c")});
  EXPECT_EQ(watch->NextChange().revision(), 3);
  ASSERT_TRUE(Delete("a").ok());
  EXPECT_EQ(watch->NextChange().withdrawn(), "articles/a");
}

TEST_F(StorageServiceTest, AQuietWatchHasHeartbeats) {
  auto watch = StartWatch(0, "", absl::Milliseconds(10));
  EXPECT_TRUE(watch->Next().has_replay());
  EXPECT_TRUE(watch->Next().has_heartbeat()) << "tells at once that there is nothing to replay";
  // The service measures pauses on the fake clock.
  std::atomic<bool> stop = false;
  std::thread time([&] {
    while (!stop)
      steady_clock_.Advance(absl::Milliseconds(10)), absl::SleepFor(absl::Milliseconds(1));
  });
  EXPECT_TRUE(watch->Next().has_heartbeat());
  EXPECT_TRUE(watch->Next().has_heartbeat());
  stop = true;
  time.join();
}

TEST_F(StorageServiceTest, AWatchOfAnotherLogIsToldToStartAgain) {
  Put({NewArticle("a")});
  EXPECT_EQ(ErrorReason(StartWatch(1, "another")->End()), "LOG_CHANGED");
  EXPECT_EQ(ErrorReason(StartWatch(2, store_->log_id())->End()), "LOG_CHANGED");
  EXPECT_EQ(ErrorField(StartWatch(1)->End()), "log_id");
  EXPECT_EQ(ErrorField(StartWatch(-1, store_->log_id())->End()), "after_revision");
  EXPECT_EQ(ErrorField(StartWatch(0, "", absl::Milliseconds(9))->End()), "heartbeat_interval");
}

TEST_F(StorageServiceTest, ManyFollowersSeeEveryChange) {
  std::vector<std::unique_ptr<Watch>> watches;
  for (int i = 0; i < 100; ++i) watches.push_back(StartWatch());
  for (auto& watch : watches) EXPECT_TRUE(watch->Next().has_replay());
  for (int i = 1; i <= 5; ++i) {
    Put({NewArticle(absl::StrCat("a", i))});
    for (auto& watch : watches) EXPECT_EQ(watch->NextChange().revision(), i);
  }
}

TEST_F(StorageServiceTest, AFollowerThatNeverReadsHoldsUpNobody) {
  auto stuck = StartWatch();
  auto lively = StartWatch();
  Article article = NewArticle("a");
  article.set_body(std::string(500'000, 'x'));
  for (int i = 1; i <= 100; ++i) {
    article.set_name(absl::StrCat("articles/a", i));
    EXPECT_EQ(Put({article}).revision(), i);
    EXPECT_EQ(lively->NextChange().revision(), i);
  }
  EXPECT_TRUE(stuck->Next().has_replay());
  for (int i = 1; i <= 100; ++i) EXPECT_EQ(stuck->NextChange().revision(), i);
}

TEST_F(StorageServiceTest, FollowersThatVanishLeaveRoomForOthers) {
  Serve({.max_calls = 8});
  for (int i = 0; i < 50; ++i) {
    auto watch = StartWatch();
    WatchArticlesResponse response;
    // The last one's place may not be free yet.
    while (!watch->stream->Read(&response)) watch = StartWatch();
    ASSERT_TRUE(response.has_replay());
  }
}

TEST_F(StorageServiceTest, StoppingTheServerEndsWatchesAsUnavailable) {
  auto watch = StartWatch();
  EXPECT_TRUE(watch->Next().has_replay());
  EXPECT_TRUE(watch->Next().has_heartbeat());
  server_->Stop();
  EXPECT_EQ(watch->End().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace akin
