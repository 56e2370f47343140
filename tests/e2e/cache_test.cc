// The caches of search and recommendation from outside: real programs, a real Redis that is killed,
// paused, replaced, filled and locked, and an article that is withdrawn while every cache is warm
// with it.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "akin/search/v1/search_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/sync/mutex.h"
#include "common/testing/redis_server.h"
#include "common/testing/service_process.h"

namespace akin {
namespace {

using news::v1::ResponseInfo;
using recommendation::v1::ListSimilarArticlesRequest;
using recommendation::v1::ListSimilarArticlesResponse;
using recommendation::v1::RecommendationService;
using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using search::v1::SearchService;
using storage::v1::StorageService;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr int kArticles = 12;

std::shared_ptr<grpc::Channel> ChannelTo(const std::string& address) {
  return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
}

template <typename Stub, typename Request, typename Response>
grpc::Status Call(Stub& stub,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  const Request& request, Response& response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  context.set_wait_for_ready(true);
  return (stub.*method)(&context, request, &response);
}

std::vector<std::string> Names(const auto& hits) {
  std::vector<std::string> names;
  for (const auto& hit : hits) names.push_back(hit.article().name());
  return names;
}

bool WithoutRedis(const ResponseInfo& info) {
  const auto& degradations = info.degradations();
  return std::any_of(degradations.begin(), degradations.end(),
                     [](const auto& degradation) { return degradation.component() == "redis"; });
}

struct Question {
  int page_size = kArticles;
  int64_t min_revision = 0;
  // Questions of different variants have the same answer, but not in any cache.
  int variant = 0;
  // With the articles' whole texts.
  bool full = false;
};

// A replica, and the question that the tests put to it again and again.
class RecommendationReplica {
 public:
  using Response = ListSimilarArticlesResponse;

  explicit RecommendationReplica(const std::vector<std::string>& flags)
      : process_("akin-recommendation", flags),
        stub_(RecommendationService::NewStub(ChannelTo(process_.address()))) {}

  // The list of the first article's Similar News, arranged so that nothing hides a hit.
  grpc::Status Ask(const Question& question, Response& response) {
    ListSimilarArticlesRequest request;
    request.add_seeds()->set_article("articles/a0");
    request.add_exclude(absl::StrCat("articles/nothing", question.variant));
    request.set_page_size(question.page_size);
    request.set_min_revision(question.min_revision);
    if (question.full) request.set_view(news::v1::ARTICLE_VIEW_FULL);
    request.mutable_arrange()->set_disable_collapsing(true);
    request.mutable_arrange()->set_disable_source_cap(true);
    request.mutable_arrange()->set_disable_similarity_floor(true);
    response.Clear();
    return Call(*stub_, &RecommendationService::Stub::ListSimilarArticles, request, response);
  }

 private:
  ServiceProcess process_;
  std::unique_ptr<RecommendationService::Stub> stub_;
};

class SearchReplica {
 public:
  using Response = SearchArticlesResponse;

  explicit SearchReplica(const std::vector<std::string>& flags)
      : process_("akin-search", flags),
        stub_(SearchService::NewStub(ChannelTo(process_.address()))) {}

  grpc::Status Ask(const Question& question, Response& response) {
    SearchArticlesRequest request;
    request.set_query(absl::StrCat("harbour OR nothing", question.variant));
    request.set_page_size(question.page_size);
    request.set_min_revision(question.min_revision);
    if (question.full) request.set_view(news::v1::ARTICLE_VIEW_FULL);
    response.Clear();
    return Call(*stub_, &SearchService::Stub::SearchArticles, request, response);
  }

 private:
  ServiceProcess process_;
  std::unique_ptr<SearchService::Stub> stub_;
};

// Threads that ask for what is in no cache, so that each call asks Redis.
template <typename Replica>
class Traffic {
 public:
  explicit Traffic(Replica& replica, int threads = 4, bool full = false)
      : replica_(replica), full_(full) {
    for (int t = 0; t < threads; ++t) {
      threads_.emplace_back([this] {
        while (!done_) AskOnce();
      });
    }
  }
  ~Traffic() { End(); }

  void End() {
    done_ = true;
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  // Each waits for calls that end from now on.
  void AwaitCalls(int more) const { AwaitAtLeast(calls_, calls_ + more); }
  void AwaitDegraded() const { AwaitAtLeast(degraded_, degraded_ + 1); }
  void AwaitUndegraded() const { AwaitAtLeast(undegraded_, undegraded_ + 1); }

  int failures() const { return failures_; }
  int calls() const { return calls_; }
  int degraded() const { return degraded_; }

  absl::Duration MedianSinceLastAsked() {
    MutexLock lock(mu_);
    std::vector<absl::Duration> times = std::exchange(times_, {});
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    return times[times.size() / 2];
  }

 private:
  static void AwaitAtLeast(const std::atomic<int>& count, int least) {
    while (count < least) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void AskOnce() {
    typename Replica::Response response;
    const absl::Time start = absl::Now();
    const grpc::Status status = replica_.Ask({.variant = ++variant_, .full = full_}, response);
    const absl::Duration time = absl::Now() - start;
    const bool right = status.ok() && !response.hits().empty();
    failures_ += !right;
    (WithoutRedis(response.info()) ? degraded_ : undegraded_) += right;
    {
      MutexLock lock(mu_);
      times_.push_back(time);
    }
    ++calls_;
  }

  Replica& replica_;
  const bool full_;
  std::atomic<bool> done_ = false;
  std::atomic<int> variant_ = 0, calls_ = 0, failures_ = 0, degraded_ = 0, undegraded_ = 0;
  Mutex mu_;
  std::vector<absl::Duration> times_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

class CacheE2eTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!RedisServer::Available()) GTEST_SKIP() << "redis-server is not installed";
    std::string folder = (std::filesystem::temp_directory_path() / "akin-e2e-XXXXXX").string();
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    redis_ = std::make_unique<RedisServer>();
    storage_ = std::make_unique<ServiceProcess>(
        "akin-storage", std::vector<std::string>{absl::StrCat("--data_dir=", folder_, "/storage")});
    storage_stub_ = StorageService::NewStub(ChannelTo(storage_->address()));
    PutArticles();
  }

  void TearDown() override {
    storage_.reset();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  // Of a view with a folder of its own.
  std::vector<std::string> ViewFlags(const std::string& redis_address) {
    return {absl::StrCat("--data_dir=", folder_, "/view", ++views_),
            absl::StrCat("--storage_address=", storage_->address()),
            absl::StrCat("--redis_address=", redis_address)};
  }
  std::vector<std::string> ViewFlags() { return ViewFlags(redis_->address()); }

  // Again: in place of those that are there.
  void PutArticles(int sentences = 1) {
    static constexpr const char* kDetails[kArticles] = {
        "ferries",  "cranes",  "dredgers", "pilots", "containers", "customs",
        "trawlers", "rigging", "moorings", "tugs",   "lighthouse", "breakwater"};
    storage::v1::PutArticlesRequest request;
    for (int i = 0; i < kArticles; ++i) {
      news::v1::Article& article = *request.add_articles();
      article.set_name(absl::StrCat("articles/a", i));
      article.set_headline(absl::StrCat("Harbour authority plans new ", kDetails[i]));
      for (int sentence = 0; sentence < sentences; ++sentence) {
        absl::StrAppend(article.mutable_body(),
                        "The harbour authority of Northport said on Monday that its ", kDetails[i],
                        " will be renewed within two years. ");
      }
      article.set_source(absl::StrCat("sources/outlet", i, ".example"));
      article.set_external_id(absl::StrCat("a", i));
      article.set_language("en");
      article.mutable_publish_time()->set_seconds(1'700'000'000 + 3'600 * i);
    }
    storage::v1::PutArticlesResponse response;
    const grpc::Status status =
        Call(*storage_stub_, &StorageService::Stub::PutArticles, request, response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& result : response.results()) ASSERT_FALSE(result.has_error());
    revision_ = response.revision();
  }

  // The revision of the withdrawal.
  int64_t Withdraw(const std::string& name) {
    storage::v1::DeleteArticleRequest request;
    request.set_name(name);
    request.set_reason("test");
    storage::v1::DeleteArticleResponse response;
    const grpc::Status status =
        Call(*storage_stub_, &StorageService::Stub::DeleteArticle, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.revision();
  }

  // Asks again while the replica says that it is still catching up.
  template <typename Replica>
  void AskUntilServed(const Question& question, Replica& replica,
                      typename Replica::Response& response) {
    grpc::Status status;
    do {
      status = replica.Ask(question, response);
    } while (status.error_code() == grpc::StatusCode::UNAVAILABLE);
    ASSERT_TRUE(status.ok()) << status.error_message();
  }

  // Asks until the answer comes from the cache; story assignments may invalidate it at first.
  template <typename Replica>
  typename Replica::Response Warm(Replica& replica) {
    typename Replica::Response response;
    while (response.info().cache_status() != news::v1::CACHE_STATUS_HIT && !HasFatalFailure()) {
      AskUntilServed({.min_revision = revision_}, replica, response);
    }
    return response;
  }

  // After an answer at the withdrawal's revision no answer has the article, with or without one.
  template <typename Replica>
  void ExpectNeverServed(const std::string& name, int64_t withdrawn_at, Replica& replica) {
    typename Replica::Response response;
    AskUntilServed({.min_revision = withdrawn_at}, replica, response);
    for (int i = 0; i < 20; ++i) {
      EXPECT_THAT(Names(response.hits()), Not(Contains(name)));
      EXPECT_THAT(response.hits(), Not(IsEmpty()));
      const grpc::Status status = replica.Ask({}, response);
      ASSERT_TRUE(status.ok()) << status.error_message();
    }
  }

  template <typename Replica>
  void WithdrawWhileWarm(size_t hits_before) {
    Replica first(ViewFlags()), second(ViewFlags());
    const auto warm = Warm(first);
    Warm(second);
    ASSERT_THAT(warm.hits(), SizeIs(hits_before));
    const std::string victim = warm.hits(0).article().name();
    const int64_t withdrawn_at = Withdraw(victim);
    ExpectNeverServed(victim, withdrawn_at, first);
    ExpectNeverServed(victim, withdrawn_at, second);
    Replica late(ViewFlags());  // Finds the old answers in Redis.
    ExpectNeverServed(victim, withdrawn_at, late);
  }

  template <typename Replica>
  void KillRedisInTheMiddleOfTraffic() {
    Replica replica(ViewFlags());
    Warm(replica);
    Traffic<Replica> traffic(replica);
    for (int round = 0; round < 3; ++round) {
      traffic.AwaitCalls(50);
      redis_->Kill();
      traffic.AwaitDegraded();
      traffic.AwaitCalls(50);
      redis_->Start();
      traffic.AwaitUndegraded();
    }
    traffic.End();
    EXPECT_EQ(traffic.failures(), 0);
  }

  template <typename Replica>
  void PauseRedisInTheMiddleOfTraffic() {
    Replica replica(ViewFlags());
    Warm(replica);
    Traffic<Replica> traffic(replica);
    traffic.AwaitCalls(200);
    const absl::Duration median_before = traffic.MedianSinceLastAsked();
    redis_->Pause();
    traffic.AwaitDegraded();
    traffic.AwaitCalls(500);
    const absl::Duration median_paused = traffic.MedianSinceLastAsked();
    redis_->Resume();
    traffic.AwaitUndegraded();
    traffic.End();
    EXPECT_EQ(traffic.failures(), 0);
    EXPECT_LT(median_paused, median_before + absl::Milliseconds(20));
  }

  // Connections stay open, as they do when a platform replaces a master.
  template <typename Replica>
  void ReplaceRedisInTheMiddleOfTraffic() {
    RedisServer promoted;
    MovableRedisAddress address(*redis_);
    Replica replica(ViewFlags(address.text()));
    Warm(replica);
    Traffic<Replica> traffic(replica);
    traffic.AwaitCalls(50);
    address.LeadTo(promoted);
    redis_->Operate({"REPLICAOF", "127.0.0.1", "1"});
    const absl::Time start = absl::Now();
    while (promoted.Operate({"RANDOMKEY"}).empty()) traffic.AwaitCalls(1);
    EXPECT_LT(absl::Now() - start, absl::Seconds(10));
    traffic.AwaitUndegraded();
    traffic.End();
    EXPECT_EQ(traffic.failures(), 0);
  }

  // Two ask for pages of more than Redis can be sent in its few milliseconds, others for small
  // ones.
  template <typename Replica>
  void AskForLargePagesInTheMiddleOfTraffic() {
    PutArticles(/*sentences=*/2'000);
    Replica replica(ViewFlags());
    Warm(replica);
    Traffic<Replica> small(replica);
    Traffic<Replica> large(replica, /*threads=*/2, /*full=*/true);
    large.AwaitCalls(20);
    small.AwaitCalls(50);
    large.End();
    small.End();
    EXPECT_EQ(small.failures(), 0);
    EXPECT_EQ(large.failures(), 0);
    EXPECT_LT(small.degraded(), small.calls() / 2);  // A busy machine costs some.
  }

  // With a full Redis every answer is right, and none counts as degraded.
  template <typename Replica>
  void FillRedisInTheMiddleOfTraffic() {
    Replica replica(ViewFlags());
    Warm(replica);
    Traffic<Replica> traffic(replica);
    traffic.AwaitCalls(50);
    redis_->Operate({"CONFIG", "SET", "maxmemory", "1"});
    traffic.AwaitCalls(50);
    traffic.AwaitUndegraded();
    redis_->Operate({"FLUSHALL"});
    redis_->Operate({"CONFIG", "SET", "maxmemory", "0"});
    while (redis_->Operate({"RANDOMKEY"}).empty()) traffic.AwaitCalls(1);
    traffic.End();
    EXPECT_EQ(traffic.failures(), 0);
  }

  template <typename Replica>
  void UseRedisWithAPasswordThatChanges() {
    const std::string file = absl::StrCat(folder_, "/password");
    const auto change = [&](const std::string& password) {
      redis_->Operate({"ACL", "SETUSER", "reader", "on", "resetpass", absl::StrCat(">", password),
                       "~akin:*", "+get", "+set", "+del"});
      redis_->Operate({"CLIENT", "KILL", "USER", "reader"});
      std::ofstream(file) << password << "\n";
    };
    change("open sesame");
    std::vector<std::string> flags = ViewFlags();
    flags.push_back("--redis_username=reader");
    flags.push_back(absl::StrCat("--redis_password_file=", file));
    Replica replica(flags);
    Warm(replica);
    Traffic<Replica> traffic(replica);
    for (const char* password : {"shut sesame", "melt sesame"}) {
      traffic.AwaitUndegraded();
      change(password);
    }
    traffic.AwaitUndegraded();
    redis_->Operate({"FLUSHALL"});
    while (redis_->Operate({"RANDOMKEY"}).empty()) traffic.AwaitCalls(1);
    traffic.End();
    EXPECT_EQ(traffic.failures(), 0);
  }

  std::string folder_;
  int views_ = 0;
  int64_t revision_ = 0;
  std::unique_ptr<RedisServer> redis_;
  std::unique_ptr<ServiceProcess> storage_;
  std::unique_ptr<StorageService::Stub> storage_stub_;
};

TEST_F(CacheE2eTest, WithdrawnArticleIsNotInSimilarNewsThoughEveryCacheIsWarmWithIt) {
  WithdrawWhileWarm<RecommendationReplica>(kArticles - 1);
}

TEST_F(CacheE2eTest, WithdrawnArticleIsNotFoundBySearchThoughEveryCacheIsWarmWithIt) {
  WithdrawWhileWarm<SearchReplica>(kArticles);
}

TEST_F(CacheE2eTest, SimilarNewsFailsNoCallWhileRedisIsKilledAndBack) {
  KillRedisInTheMiddleOfTraffic<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SearchFailsNoCallWhileRedisIsKilledAndBack) {
  KillRedisInTheMiddleOfTraffic<SearchReplica>();
}

TEST_F(CacheE2eTest, SimilarNewsLosesAFewMillisecondsAtMostWhileRedisIsPaused) {
  PauseRedisInTheMiddleOfTraffic<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SearchLosesAFewMillisecondsAtMostWhileRedisIsPaused) {
  PauseRedisInTheMiddleOfTraffic<SearchReplica>();
}

TEST_F(CacheE2eTest, SimilarNewsFailsNoCallWhileRedisIsReplaced) {
  ReplaceRedisInTheMiddleOfTraffic<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SearchFailsNoCallWhileRedisIsReplaced) {
  ReplaceRedisInTheMiddleOfTraffic<SearchReplica>();
}

TEST_F(CacheE2eTest, SimilarNewsFailsNoCallWhileRedisIsFull) {
  FillRedisInTheMiddleOfTraffic<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SearchFailsNoCallWhileRedisIsFull) {
  FillRedisInTheMiddleOfTraffic<SearchReplica>();
}

TEST_F(CacheE2eTest, SmallListsOfSimilarNewsAreCachedWhileOthersAskForLargePages) {
  AskForLargePagesInTheMiddleOfTraffic<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SmallPagesOfSearchAreCachedWhileOthersAskForLargeOnes) {
  AskForLargePagesInTheMiddleOfTraffic<SearchReplica>();
}

TEST_F(CacheE2eTest, SimilarNewsUsesARedisWhosePasswordChanges) {
  UseRedisWithAPasswordThatChanges<RecommendationReplica>();
}

TEST_F(CacheE2eTest, SearchUsesARedisWhosePasswordChanges) {
  UseRedisWithAPasswordThatChanges<SearchReplica>();
}

// What a program that ends at once writes, with `environment` before its name in the shell.
std::string OutputOf(const std::string& environment, const std::string& program,
                     const std::string& flags) {
  const std::string command = absl::StrCat(environment, " \"$AKIN_BIN_DIR/", program, "\" ", flags,
                                           " --data_dir=/nowhere 2>&1 </dev/null");
  FILE* const pipe = popen(command.c_str(), "r");
  std::string out;
  char buffer[4096];
  while (const size_t count = fread(buffer, 1, sizeof(buffer), pipe)) out.append(buffer, count);
  pclose(pipe);
  return out;
}

TEST(CacheFlagsE2eTest, SecretsAreNeverShown) {
  for (const char* program : {"akin-search", "akin-recommendation"}) {
    const std::string help = OutputOf("AKIN_REDIS_PASSWORD=sesame", program, "--help");
    EXPECT_THAT(help, HasSubstr("redis_password"));
    EXPECT_THAT(help, Not(HasSubstr("sesame")));
    for (const char* address : {"redis://:sesame@redis.example:6379", "sesame@redis.example:6379",
                                "rediss://reader:sesame@redis.example:6379"}) {
      const std::string refusal = OutputOf("", program, absl::StrCat("--redis_address=", address));
      EXPECT_THAT(refusal, StartsWith(absl::StrCat(program, ": redis_address: ")));
      EXPECT_THAT(refusal, Not(HasSubstr("sesame")));
    }
  }
}

}  // namespace
}  // namespace akin
