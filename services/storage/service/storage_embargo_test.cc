// What editors do to articles under embargo, and what nobody else learns of them, by the real
// server over a store in memory.

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/rpc/server.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/memory_article_store.h"
#include "services/storage/service/embargo_releaser.h"
#include "services/storage/service/storage_service.h"

namespace akin {
namespace {

using namespace storage::v1;  // NOLINT: this file is about these messages
using Stub = storage::v1::StorageService::Stub;
using Service = ::akin::StorageService;
using ::testing::ElementsAre;

class StorageEmbargoTest : public ::testing::Test {
 protected:
  StorageEmbargoTest()
      : store_({.clock = clock_,
                .on_commit =
                    [this](int64_t newest) {
                      gate_.Advance({store_.log_id(), newest});
                    }}),
        leases_(LeaseTable::Load(store_, steady_clock_).value()),
        releaser_(store_, clock_, metrics_),
        service_(store_, *leases_, gate_, clock_, steady_clock_, Service::Options{}),
        server_(Server::Start({.drain_timeout = absl::Milliseconds(100)}, {&service_}).value()),
        stub_(storage::v1::StorageService::NewStub(NewChannel(server_->address()))) {}

  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    return CallUnary<Response>({.deadline = absl::Now() + absl::Seconds(20)}, *stub_, method,
                               request);
  }

  PutArticlesResponse Put(const std::string& id, const std::string& headline,
                          absl::Duration embargo) {
    PutArticlesRequest request;
    news::v1::Article& article = *request.add_articles();
    article.set_name("articles/" + id);
    article.set_headline(headline);
    article.set_body("Body");
    article.set_canonical_url("https://wire.example/" + id);
    *article.mutable_embargo_time() = ToProto(clock_.Now() + embargo);
    return Call(&Stub::PutArticles, request).value();
  }

  absl::StatusOr<ReleaseArticleResponse> Release(const std::string& id,
                                                 absl::optional<absl::Time> at = {}) {
    ReleaseArticleRequest request;
    request.set_name("articles/" + id);
    if (at) *request.mutable_release_time() = ToProto(*at);
    return Call(&Stub::ReleaseArticle, request);
  }

  absl::StatusOr<GetEmbargoedArticleResponse> GetEmbargoed(const std::string& id) {
    GetEmbargoedArticleRequest request;
    request.set_name("articles/" + id);
    return Call(&Stub::GetEmbargoedArticle, request);
  }

  absl::Status Get(const std::string& id) {
    GetArticleRequest request;
    request.set_name("articles/" + id);
    return Call(&Stub::GetArticle, request).status();
  }

  // Every answer of every read about that id, without the id.
  std::string AnswersAbout(const std::string& id) {
    BatchGetArticlesRequest batch;
    batch.add_names("articles/" + id);
    LookupArticleRequest lookup;
    lookup.set_canonical_url("https://wire.example/" + id);
    ListArticleRevisionsRequest revisions;
    revisions.set_name("articles/" + id);
    const std::string answers =
        absl::StrCat(Get(id).ToString(absl::StatusToStringMode::kWithEverything), "\n",
                     Call(&Stub::BatchGetArticles, batch)->SerializeAsString(), "\n",
                     Call(&Stub::LookupArticle, lookup)
                         .status()
                         .ToString(absl::StatusToStringMode::kWithEverything),
                     "\n",
                     Call(&Stub::ListArticleRevisions, revisions)
                         .status()
                         .ToString(absl::StatusToStringMode::kWithEverything),
                     "\n", Call(&Stub::ListArticles, ListArticlesRequest())->SerializeAsString());
    return absl::StrReplaceAll(answers, {{id, "?"}});
  }

  FakeClock clock_;
  FakeClock steady_clock_;
  Metrics metrics_;
  RevisionGate gate_;
  MemoryArticleStore store_;
  std::unique_ptr<LeaseTable> leases_;
  EmbargoReleaser releaser_;
  Service service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<Stub> stub_;
};

TEST_F(StorageEmbargoTest, ReadersGetTheAnswersThatTheyGetAboutWhatNeverWas) {
  const PutArticlesResponse put = Put("zz1held", "Secret", absl::Hours(1));
  EXPECT_EQ(put.results(0).outcome(), PUT_OUTCOME_EMBARGOED);
  EXPECT_EQ(put.results(0).revision(), 0);
  EXPECT_EQ(FromProto(put.results(0).release_time()), clock_.Now() + absl::Hours(1));
  EXPECT_EQ(put.revision(), 0) << "the log has not moved";
  EXPECT_EQ(AnswersAbout("zz1held"), AnswersAbout("zz2none"));
}

TEST_F(StorageEmbargoTest, EditorsReadAndReleaseWhatIsHeld) {
  Put("a", "Secret", absl::Hours(1));
  const auto held = GetEmbargoed("a");
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->embargoed_article().article().body(), "Body");
  EXPECT_EQ(FromProto(held->embargoed_article().release_time()), clock_.Now() + absl::Hours(1));
  const auto moved = Release("a", clock_.Now() + absl::Hours(3));
  EXPECT_EQ(moved->revision(), 0);
  EXPECT_EQ(FromProto(moved->release_time()), clock_.Now() + absl::Hours(3));
  EXPECT_FALSE(Get("a").ok());
  const auto released = Release("a");
  EXPECT_EQ(released->revision(), 1);
  EXPECT_FALSE(released->has_release_time());
  EXPECT_TRUE(Get("a").ok());
  EXPECT_EQ(ErrorReason(Release("a").status()), "ARTICLE_NOT_FOUND");
  EXPECT_EQ(ErrorReason(GetEmbargoed("a").status()), "ARTICLE_NOT_FOUND");
}

TEST_F(StorageEmbargoTest, PagesOfWhatIsHeldAreStableWhileItMoves) {
  for (int i = 1; i <= 5; ++i) Put(absl::StrCat("a", i), "Secret", absl::Hours(i));
  ListEmbargoedArticlesRequest request;
  request.set_page_size(2);
  std::vector<std::string> listed;
  do {
    const auto page = Call(&Stub::ListEmbargoedArticles, request).value();
    for (const auto& held : page.embargoed_articles()) {
      listed.push_back(held.article().name());
      EXPECT_EQ(held.article().body(), "") << "CARD unless asked otherwise";
    }
    clock_.Advance(absl::Seconds(1));
    ASSERT_TRUE(Release("a1", clock_.Now() + absl::Hours(9)).ok());
    Put("a0", "New", absl::Hours(9));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(listed, ElementsAre("articles/a1", "articles/a2", "articles/a3", "articles/a4",
                                  "articles/a5"));
}

TEST_F(StorageEmbargoTest, AWithdrawalUnderEmbargoAndItsUndoingStayUnseen) {
  Put("a", "Secret", absl::Hours(1));
  DeleteArticleRequest withdraw;
  withdraw.set_name("articles/a");
  EXPECT_EQ(Call(&Stub::DeleteArticle, withdraw)->revision(), 0);
  EXPECT_EQ(ErrorReason(Get("a")), "ARTICLE_NOT_FOUND");
  EXPECT_EQ(ErrorReason(GetEmbargoed("a").status()), "ARTICLE_WITHDRAWN") << "editors know";
  UndeleteArticleRequest undelete;
  undelete.set_name("articles/a");
  EXPECT_EQ(Call(&Stub::UndeleteArticle, undelete)->article().headline(), "Secret");
  EXPECT_EQ(ErrorReason(Get("a")), "ARTICLE_NOT_FOUND");
}

TEST_F(StorageEmbargoTest, TheReleaserPublishesAllThatIsDueAndCounts) {
  for (int i = 0; i < 100; ++i) Put(absl::StrCat("a", i), "Secret", absl::Hours(1 + i % 2));
  releaser_.ReleaseDue();
  EXPECT_THAT(metrics_.Text(), ::testing::HasSubstr("akin_embargoed_articles 100"));
  clock_.Advance(absl::Hours(1));
  releaser_.ReleaseDue();
  EXPECT_EQ(store_.Snapshot().value()->article_count(), 50);
  EXPECT_THAT(metrics_.Text(), ::testing::HasSubstr("akin_embargoes_released_total 50"));
  clock_.Advance(absl::Hours(9));
  releaser_.ReleaseDue();
  releaser_.ReleaseDue();
  EXPECT_EQ(store_.Snapshot().value()->article_count(), 100);
  EXPECT_EQ(store_.Snapshot().value()->revision(), 100);
}

TEST_F(StorageEmbargoTest, BadRequestsNameTheField) {
  PutArticlesRequest put;
  put.add_articles()->set_name("articles/a");
  put.mutable_articles(0)->set_headline("One");
  put.mutable_articles(0)->mutable_embargo_time()->set_seconds(300'000'000'000);
  EXPECT_EQ(Call(&Stub::PutArticles, put)->results(0).error().message(),
            "articles[0].embargo_time: out of range, want years 1 to 9999");
  ReleaseArticleRequest release;
  release.set_name("articles/a");
  release.mutable_release_time()->set_nanos(-1);
  EXPECT_EQ(Call(&Stub::ReleaseArticle, release).status().message(),
            "release_time: out of range, want years 1 to 9999");
  release.set_name("a");
  EXPECT_EQ(Call(&Stub::ReleaseArticle, release).status().message(), "name: want articles/{id}");
}

}  // namespace
}  // namespace akin
