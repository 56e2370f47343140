// An article under embargo, from outside: nobody learns of it before its time, everybody has it
// then.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "common/status/errors.h"
#include "common/sync/mutex.h"
#include "common/time/proto_time.h"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

using ingestion::v1::IngestResult;
using news::v1::Article;
using storage::v1::WatchArticlesResponse;
using ::testing::HasSubstr;
using ::testing::Not;

// Stands in the held article and nowhere else.
constexpr char kSecret[] = "quokkafjord";

Article HeldArticle(absl::Time until) {
  Article article = NewArticle("held", absl::StrCat("Ferry returns to ", kSecret, " harbour"),
                               absl::StrCat("The ferry returns to the harbour of ", kSecret, "."));
  article.set_canonical_url("https://e2e.example/ferry");
  article.add_categories(kSecret);
  *article.mutable_embargo_time() = ToProto(until);
  return article;
}

// A watch from the beginning, read by a thread.
class Watcher {
 public:
  explicit Watcher(Cluster& cluster) {
    stream_ = cluster.storage_stub().WatchArticles(&context_, {});
    reader_ = std::thread([this] { Read(); });
  }
  ~Watcher() {
    context_.TryCancel();
    reader_.join();
  }

  // The changes so far.
  std::vector<storage::v1::Change> changes() const {
    MutexLock lock(mu_);
    return changes_;
  }

 private:
  void Read() {
    WatchArticlesResponse response;
    while (stream_->Read(&response)) {
      MutexLock lock(mu_);
      if (response.has_change()) changes_.push_back(response.change());
    }
    (void)stream_->Finish();
  }

  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<WatchArticlesResponse>> stream_;
  mutable Mutex mu_;
  std::vector<storage::v1::Change> changes_ ABSL_GUARDED_BY(mu_);
  std::thread reader_;
};

class EmbargoTest : public ::testing::Test {
 protected:
  EmbargoTest() {
    const IngestResult seed =
        Ingest(cluster_, NewArticle("seed", "Ferry returns to the harbour of Norvik",
                                    "The ferry returns to the harbour after the winter."));
    seed_ = seed.name();
    AwaitStories(cluster_, seed.revision());
  }

  template <typename Response, typename Stub, typename Request>
  static absl::StatusOr<Response> Call(Stub& stub,
                                       grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                                       const Request& request) {
    return CallUnary<Response>({}, stub, method, request);
  }

  // An answer, whatever it is, without when and how it was made.
  template <typename Response>
  static std::string Said(absl::StatusOr<Response> answer) {
    if (!answer.ok())
      return answer.status().ToString(absl::StatusToStringMode::kWithEverything) + "\n";
    if constexpr (requires { answer->clear_info(); }) answer->clear_info();
    return answer->DebugString() + "\n";
  }

  // What storage tells readers about the name, of which nothing else may depend.
  std::string StorageSays(const std::string& name) {
    using Stub = storage::v1::StorageService::Stub;
    auto& stub = cluster_.storage_stub();
    storage::v1::BatchGetArticlesRequest batch;
    batch.add_names(name);
    storage::v1::LookupArticleRequest by_url, by_id;
    by_url.set_canonical_url(HeldArticle({}).canonical_url());
    by_id.mutable_external()->set_source("sources/e2e.example");
    by_id.mutable_external()->set_external_id("held");
    storage::v1::ListArticleRevisionsRequest revisions;
    revisions.set_name(name);
    return absl::StrCat(Said(Get(cluster_, name)), Said(Call(stub, &Stub::BatchGetArticles, batch)),
                        Said(Call(stub, &Stub::LookupArticle, by_url)),
                        Said(Call(stub, &Stub::LookupArticle, by_id)),
                        Said(Call(stub, &Stub::ListArticleRevisions, revisions)),
                        Said(Call(stub, &Stub::ListArticles, storage::v1::ListArticlesRequest())),
                        "revision ", NewestRevision(cluster_), "\n");
  }

  std::string SearchSays() {
    using Stub = search::v1::SearchService::Stub;
    search::v1::SearchArticlesRequest search;
    search.set_query("ferry");
    search.add_facets(search::v1::FACET_FIELD_CATEGORY);
    search::v1::SearchArticlesRequest secret;
    secret.set_query("quokkafjorrd");  // misspelt: a correction would tell of it
    search::v1::SuggestQueriesRequest suggest;
    suggest.set_prefix("quok");
    auto& stub = cluster_.search_stub();
    return absl::StrCat(Said(Call(stub, &Stub::SearchArticles, search)),
                        Said(Call(stub, &Stub::SearchArticles, secret)),
                        Said(Call(stub, &Stub::SuggestQueries, suggest)));
  }

  std::string RecommendationSays(const std::string& name) {
    using Stub = recommendation::v1::RecommendationService::Stub;
    recommendation::v1::ExplainSimilarityRequest explain;
    explain.set_article(seed_);
    explain.set_other(name);
    auto& stub = cluster_.recommendation_stub();
    return absl::StrCat(
        Said(Similar(cluster_, seed_, 0)), Said(Similar(cluster_, name, 0)),
        Said(Call(stub, &Stub::ExplainSimilarity, explain)),
        Said(Call(stub, &Stub::ListStories, recommendation::v1::ListStoriesRequest())));
  }

  // How many articles each service says that it has.
  std::string Counts() {
    std::string counts;
    for (const auto* process :
         {&cluster_.storage(), &cluster_.search(), &cluster_.recommendation()}) {
      const auto stub = news::v1::StatusService::NewStub(NewChannel(process->address()));
      const auto status =
          Call(*stub, &news::v1::StatusService::Stub::GetStatus, news::v1::GetStatusRequest());
      EXPECT_TRUE(status.ok()) << status.status();
      for (const auto& service : status->services())
        absl::StrAppend(&counts, service.service(), " ", service.article_count(), "\n");
    }
    return counts;
  }

  std::string AllSay(const std::string& name) {
    return absl::StrCat(StorageSays(name), SearchSays(), RecommendationSays(name), Counts());
  }

  // What storage says of it once it can be reached again: gRPC pauses before it tries that.
  absl::StatusOr<storage::v1::GetArticleResponse> GetWhenUp(const std::string& name) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    for (;;) {
      auto got = Get(cluster_, name);
      if (!absl::IsUnavailable(got.status()) || absl::Now() > give_up) return got;
      absl::SleepFor(absl::Milliseconds(20));
    }
  }

  // How many revisions an article has.
  int RevisionsOf(const std::string& name) {
    storage::v1::ListArticleRevisionsRequest request;
    request.set_name(name);
    const auto listed = Call(cluster_.storage_stub(),
                             &storage::v1::StorageService::Stub::ListArticleRevisions, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    return listed.ok() ? listed->revisions_size() : 0;
  }

  // Waits until storage serves it; the time that the log has it at.
  absl::Time AwaitPublic(const std::string& name, const Watcher& watcher) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (absl::Now() < give_up) {
      for (const auto& change : watcher.changes()) {
        if (change.article().name() == name) return FromProto(change.commit_time());
      }
      absl::SleepFor(absl::Milliseconds(10));
    }
    ADD_FAILURE() << name << " was not published";
    return absl::InfiniteFuture();
  }

  Cluster cluster_;
  std::string seed_;
};

TEST_F(EmbargoTest, NobodyLearnsOfItBeforeItsTimeAndEverybodyHasItThen) {
  const Article article = HeldArticle(absl::Now() + absl::Hours(1));
  ingestion::v1::IngestArticleRequest try_first;
  *try_first.mutable_article() = article;
  try_first.set_validate_only(true);
  const auto tried = Call(cluster_.ingestion_stub(),
                          &ingestion::v1::IngestionService::Stub::IngestArticle, try_first);
  ASSERT_TRUE(tried.ok()) << tried.status();
  const std::string name = tried->result().name();
  const std::string before = AllSay(name);
  Watcher watcher(cluster_);

  const IngestResult held = Ingest(cluster_, article);
  EXPECT_EQ(held.outcome(), ingestion::v1::INGEST_OUTCOME_EMBARGOED);
  EXPECT_EQ(held.name(), name) << "the id is that which it has without an embargo, too";
  EXPECT_EQ(held.revision(), 0);
  EXPECT_EQ(AllSay(name), before);
  const IngestResult marker =
      Ingest(cluster_, NewArticle("marker", "Ferry to the orchards", "They bloom early."));
  AwaitPublic(marker.name(), watcher);
  ASSERT_TRUE(Search(cluster_, "ferry", marker.revision()).ok());
  ASSERT_TRUE(Similar(cluster_, seed_, marker.revision()).ok());
  EXPECT_THAT(AllSay(name), Not(HasSubstr(kSecret))) << "when all has gone on, too";
  for (const auto& change : watcher.changes()) EXPECT_NE(change.article().name(), name);

  const absl::Time time = absl::Now() + absl::Seconds(2);
  storage::v1::ReleaseArticleRequest release;
  release.set_name(name);
  *release.mutable_release_time() = ToProto(time);
  const auto moved =
      Call(cluster_.storage_stub(), &storage::v1::StorageService::Stub::ReleaseArticle, release);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->revision(), 0);

  const absl::Time committed = AwaitPublic(name, watcher);
  EXPECT_GE(committed, time);
  EXPECT_LT(committed, time + absl::Seconds(1));
  int64_t last = 0;
  for (const auto& change : watcher.changes()) {
    EXPECT_GT(change.revision(), last);
    last = change.revision();
  }
  const auto got = Get(cluster_, name);
  ASSERT_TRUE(got.ok()) << got.status();
  const int64_t revision = got->article().revision();
  EXPECT_FALSE(got->article().has_embargo_time());
  EXPECT_EQ(Search(cluster_, kSecret, revision)->hits_size(), 1);
  EXPECT_THAT(Said(Similar(cluster_, seed_, revision)), HasSubstr(name));
  RecordProperty("after_its_time", absl::FormatDuration(absl::Now() - time));
  EXPECT_THAT(SearchSays(), HasSubstr(absl::StrCat("\"", kSecret, "\"")));
  const IngestResult again = Ingest(cluster_, article);
  EXPECT_EQ(again.outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.revision(), revision);
}

TEST_F(EmbargoTest, StorageThatIsKilledWhileItHoldsReleasesOnceAndInTime) {
  Article soon = HeldArticle(absl::Now() + absl::Seconds(4));
  Article overdue = soon;
  overdue.set_external_id("overdue");
  overdue.clear_canonical_url();
  *overdue.mutable_embargo_time() = ToProto(absl::Now() + absl::Seconds(2));
  const std::string name = Ingest(cluster_, soon).name();
  const std::string overdue_name = Ingest(cluster_, overdue).name();
  cluster_.storage().Kill();
  absl::SleepFor(FromProto(overdue.embargo_time()) - absl::Now());  // its time comes meanwhile
  cluster_.storage().Start();
  const auto overdue_now = GetWhenUp(overdue_name);
  EXPECT_TRUE(overdue_now.ok()) << "what is due at the start is public at once "
                                << overdue_now.status();
  Watcher watcher(cluster_);
  const absl::Time committed = AwaitPublic(name, watcher);
  EXPECT_GE(committed, FromProto(soon.embargo_time()));
  cluster_.storage().Kill();
  cluster_.storage().Start();
  const auto got = GetWhenUp(name);
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(RevisionsOf(name), 1);
}

TEST_F(EmbargoTest, KillsWhileManyAreReleasedLoseNoneAndReleaseNoneTwice) {
  constexpr int kArticles = 120;
  const absl::Time start = absl::Now();
  storage::v1::PutArticlesRequest put;
  for (int i = 0; i < kArticles; ++i) {
    Article& article = *put.add_articles() =
        NewArticle(absl::StrCat("k", i), absl::StrCat("Ferry number ", i), "It sails.");
    article.set_name(absl::StrCat("articles/k", i));
    *article.mutable_embargo_time() = ToProto(start + absl::Milliseconds(1'000 + 25 * i));
  }
  ASSERT_TRUE(
      Call(cluster_.storage_stub(), &storage::v1::StorageService::Stub::PutArticles, put).ok());
  std::mt19937 random(7);
  std::set<int64_t> revisions;
  for (int kill = 0; kill < 8; ++kill) {
    absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<>(200, 600)(random)));
    cluster_.storage().Kill();
    cluster_.storage().Start();
  }
  for (int i = 0; i < kArticles; ++i) {
    const std::string name = put.articles(i).name();
    absl::StatusOr<storage::v1::GetArticleResponse> got = GetWhenUp(name);
    while (!got.ok() && absl::Now() < start + absl::Seconds(30)) got = GetWhenUp(name);
    ASSERT_TRUE(got.ok()) << got.status();
    EXPECT_GE(FromProto(got->article().create_time()), FromProto(put.articles(i).embargo_time()));
    EXPECT_TRUE(revisions.insert(got->article().revision()).second) << name;
    EXPECT_EQ(RevisionsOf(name), 1) << name;
  }
  EXPECT_THAT(Counts(), HasSubstr(absl::StrCat("storage ", kArticles + 1, "\n")));
}

// A feed with three items: under embargo, with one that cannot be read, and without.
std::string FeedUntil(absl::Time until) {
  return absl::StrCat(
      "<rss version='2.0' xmlns:dcterms='http://purl.org/dc/terms/'><channel><title>Wire</title>"
      "<link>https://e2e.example/</link><item><guid>1</guid><title>Ferry sold to ",
      kSecret, "</title><description>The ferry is sold.</description><dcterms:available>",
      absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", until, absl::UTCTimeZone()),
      "</dcterms:available></item><item><guid>2</guid><title>Quay closed</title>"
      "<description>The quay is closed.</description><dcterms:available>in spring"
      "</dcterms:available></item><item><guid>3</guid><title>Ferry late</title>"
      "<description>The ferry is late.</description></item></channel></rss>");
}

TEST_F(EmbargoTest, AFeedThatIsReadAgainChangesNothingBeforeOrAfterTheRelease) {
  ingestion::v1::IngestDocumentRequest request;
  request.set_content(FeedUntil(absl::Now() + absl::Seconds(3)));
  request.set_url("https://e2e.example/feed.xml");
  const auto read = [&] {
    auto response = Call(cluster_.ingestion_stub(),
                         &ingestion::v1::IngestionService::Stub::IngestDocument, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return *std::move(response);
  };
  const auto first = read();
  ASSERT_EQ(first.results_size(), 3);
  EXPECT_EQ(first.results(0).outcome(), ingestion::v1::INGEST_OUTCOME_EMBARGOED);
  EXPECT_THAT(first.results(1).error().message(), HasSubstr("dcterms:available: \"in spring\""));
  EXPECT_EQ(first.results(2).outcome(), ingestion::v1::INGEST_OUTCOME_CREATED);
  const auto again = read();
  EXPECT_EQ(again.results(0).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_EQ(again.results(0).release_time().seconds(), first.results(0).release_time().seconds());
  Watcher watcher(cluster_);
  AwaitPublic(first.results(0).name(), watcher);
  const auto later = read();
  EXPECT_EQ(later.results(0).outcome(), ingestion::v1::INGEST_OUTCOME_UNCHANGED);
  EXPECT_FALSE(later.results(0).has_release_time());
  EXPECT_GT(later.results(0).revision(), first.results(2).revision());
}

TEST_F(EmbargoTest, EditorsWorkWithTheClient) {
  const IngestResult held = Ingest(cluster_, HeldArticle(absl::Now() + absl::Hours(1)));
  EXPECT_NE(RunAkin(cluster_, {"get", held.name()}).code, 0);
  const ProgramResult list = RunAkin(cluster_, {"embargo", "list"});
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, HasSubstr(kSecret));
  EXPECT_THAT(RunAkin(cluster_, {"embargo", "get", held.name()}).out,
              HasSubstr("harbour of quokkafjord."));
  EXPECT_THAT(RunAkin(cluster_, {"embargo", "release", held.name(), "--at", "2999-01-01"}).out,
              HasSubstr("until 2999-01-01"));
  EXPECT_THAT(RunAkin(cluster_, {"embargo", "release", held.name()}).out, HasSubstr("published"));
  EXPECT_EQ(RunAkin(cluster_, {"get", held.name()}).code, 0);
  EXPECT_THAT(RunAkin(cluster_, {"embargo", "list"}).out, HasSubstr("Nothing is held back."));
  EXPECT_EQ(RunAkin(cluster_, {"embargo", "purge", held.name()}).code, 2);
}

}  // namespace
}  // namespace akin
