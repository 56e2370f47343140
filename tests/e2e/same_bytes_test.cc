// Answers are reproducible (DESIGN.md, section 5): replicas that follow the same log, each with a
// folder of its own, answer with the same bytes outside ResponseInfo, whatever became of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "akin/recommendation/v1/recommendation_service.grpc.pb.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/testing/service_process.h"
#include "tests/bench/corpus/corpus_article.h"
#include "tests/bench/corpus/corpus_plan.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

using news::v1::Article;
using news::v1::StatusService;
using recommendation::v1::ListSimilarArticlesRequest;
using recommendation::v1::ListSimilarArticlesResponse;
using recommendation::v1::RecommendationService;
using storage::v1::StorageService;

// Answers by question.
using Answers = std::map<std::string, ListSimilarArticlesResponse>;

// Until it is not UNAVAILABLE, which a replica is while it starts and catches up.
template <typename Call>
auto Patiently(Call call) -> std::decay_t<decltype(*call())> {
  const absl::Time give_up = absl::Now() + absl::Minutes(2);
  while (true) {
    auto response = call();
    if (response.ok()) return *std::move(response);
    if (!absl::IsUnavailable(response.status()) || absl::Now() > give_up) {
      ADD_FAILURE() << response.status();
      return {};
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
}

class Replica {
 public:
  Replica(const std::string& storage, const std::string& folder)
      : process_("akin-recommendation", {absl::StrCat("--storage_address=", storage),
                                         absl::StrCat("--data_dir=", folder)}),
        stub_(RecommendationService::NewStub(NewChannel(process_.address()))),
        status_(StatusService::NewStub(NewChannel(process_.address()))) {}

  void KillAndStart() {
    process_.Kill();
    process_.Start();
  }

  int64_t ArticleCount() {
    const auto status = CallUnary<news::v1::GetStatusResponse>(
        {}, *status_, &StatusService::Stub::GetStatus, news::v1::GetStatusRequest());
    return status.ok() && status->services_size() > 0 ? status->services(0).article_count() : 0;
  }

  ListSimilarArticlesResponse Ask(const ListSimilarArticlesRequest& request) {
    return Patiently([&] {
      return CallUnary<ListSimilarArticlesResponse>(
          {}, *stub_, &RecommendationService::Stub::ListSimilarArticles, request);
    });
  }

  // As a page asks, and everything that is similar in the order of similarity; not cached.
  Answers AskAll(const std::set<std::string>& seeds, int64_t revision) {
    Answers answers;
    for (const std::string& seed : seeds) {
      ListSimilarArticlesRequest request;
      request.add_seeds()->set_article(seed);
      request.set_min_revision(revision);
      request.mutable_max_staleness();  // zero
      answers[absl::StrCat(seed, ", arranged")] = AskAt(request, revision);
      request.mutable_arrange()->set_disable_collapsing(true);
      request.mutable_arrange()->set_disable_diversity(true);
      request.mutable_arrange()->set_disable_source_cap(true);
      request.mutable_arrange()->set_disable_similarity_floor(true);
      request.mutable_arrange()->set_recency(recommendation::v1::RECENCY_MODE_NONE);
      answers[absl::StrCat(seed, ", plain")] = AskAt(request, revision);
    }
    return answers;
  }

 private:
  ListSimilarArticlesResponse AskAt(const ListSimilarArticlesRequest& request, int64_t revision) {
    ListSimilarArticlesResponse response = Ask(request);
    EXPECT_EQ(response.info().revision(), revision);
    EXPECT_EQ(response.info().degradations_size(), 0);
    response.clear_info();
    return response;
  }

  ServiceProcess process_;
  std::unique_ptr<RecommendationService::Stub> stub_;
  std::unique_ptr<StatusService::Stub> status_;
};

// Storage, and a made-up news world that is written into it. It assigns the stories itself: the
// event that an article reports, until stories merge.
class World {
 public:
  World() {
    std::string folder = (fs::temp_directory_path() / "akin-e2e.XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) std::abort();
    folder_ = folder;
    storage_ = std::make_unique<ServiceProcess>(
        "akin-storage", std::vector<std::string>{absl::StrCat("--data_dir=", folder_, "/storage")});
    stub_ = StorageService::NewStub(NewChannel(storage_->address()));
    storage::v1::AcquireLeaseRequest lease;
    lease.set_lease("stories");
    lease.set_holder("test");
    lease.mutable_duration()->set_seconds(600);
    token_ = Call<storage::v1::AcquireLeaseResponse>(&StorageService::Stub::AcquireLease, lease)
                 .fencing_token();
  }

  ~World() {
    storage_->Kill();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  std::unique_ptr<Replica> NewReplica() {
    return std::make_unique<Replica>(storage_->address(),
                                     absl::StrCat(folder_, "/replica", ++replicas_));
  }

  // The next articles, some at a time, each time followed by their stories.
  void Publish(int count) {
    while (count > 0) {
      const int some = std::min<int>(count, 1 + static_cast<int>(revision_ % 23));
      count -= some;
      storage::v1::PutArticlesRequest put;
      for (int i = 0; i < some; ++i) *put.add_articles() = WriteNext();
      Put(put);
      storage::v1::AssignStoriesRequest assign;
      for (const Article& article : put.articles())
        Assign(article.name(), stories_[article.name()], assign);
      Commit(assign);
    }
  }

  // Another text under the same name, made of its own and another article's.
  void Revise(const std::string& name, const std::string& other) {
    Article article = articles_.at(name);
    article.set_headline(absl::StrCat("Update: ", article.headline()));
    const std::vector<std::string> mine = absl::StrSplit(article.body(), "\n\n");
    const std::vector<std::string> theirs = absl::StrSplit(articles_.at(other).body(), "\n\n");
    article.set_body(absl::StrCat(mine.back(), "\n\n", theirs.front(), "\n\n", mine.front()));
    storage::v1::PutArticlesRequest put;
    *put.add_articles() = article;
    Put(put);
  }

  void Withdraw(const std::string& name) {
    storage::v1::DeleteArticleRequest request;
    request.set_name(name);
    request.set_reason("test");
    revision_ =
        Call<storage::v1::DeleteArticleResponse>(&StorageService::Stub::DeleteArticle, request)
            .revision();
    articles_.erase(name);
  }

  void MergeStories(std::string from, std::string into) {
    storage::v1::AssignStoriesRequest request;
    for (auto& [name, story] : stories_) {
      if (story == from) Assign(name, story = into, request);
    }
    auto& merge = *request.add_merges();
    merge.set_story(from);
    merge.set_into(into);
    Commit(request);
  }

  std::string Name(int number) const { return absl::StrCat("articles/n", number); }
  const std::string& story(const std::string& name) const { return stories_.at(name); }
  int64_t revision() const { return revision_; }

  // Of those that are not withdrawn.
  std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& [name, article] : articles_) names.insert(name);
    return names;
  }

 private:
  Article WriteNext() {
    const bench::PlannedArticle planned = plan_.Next();
    const Article article = bench::CorpusArticle({}, planned);
    articles_[article.name()] = article;
    stories_[article.name()] = absl::StrCat("stories/event-", planned.event);
    return article;
  }

  void Put(const storage::v1::PutArticlesRequest& request) {
    const auto response =
        Call<storage::v1::PutArticlesResponse>(&StorageService::Stub::PutArticles, request);
    for (const auto& result : response.results()) {
      EXPECT_TRUE(result.outcome() == storage::v1::PUT_OUTCOME_CREATED ||
                  result.outcome() == storage::v1::PUT_OUTCOME_REVISED)
          << result.ShortDebugString();
    }
    revision_ = response.revision();
  }

  static void Assign(const std::string& article, const std::string& story,
                     storage::v1::AssignStoriesRequest& request) {
    auto& assignment = *request.add_assignments();
    assignment.set_article(article);
    assignment.set_story(story);
  }

  void Commit(storage::v1::AssignStoriesRequest& request) {
    request.set_fencing_token(token_);
    revision_ =
        Call<storage::v1::AssignStoriesResponse>(&StorageService::Stub::AssignStories, request)
            .revision();
  }

  template <typename Response, typename Request>
  Response Call(grpc::Status (StorageService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                const Request& request) {
    const absl::StatusOr<Response> response = CallUnary<Response>({}, *stub_, method, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : Response();
  }

  std::string folder_;
  std::unique_ptr<ServiceProcess> storage_;
  std::unique_ptr<StorageService::Stub> stub_;
  int64_t token_ = 0;
  int replicas_ = 0;
  bench::CorpusPlan plan_{{}};
  int64_t revision_ = 0;
  std::map<std::string, Article> articles_;
  std::map<std::string, std::string> stories_;  // by article, withdrawn ones too
};

class SameBytesTest : public ::testing::Test {
 protected:
  // Reads at this revision, so that no replica misses what the log forgets when it is overwritten.
  void AwaitApplied(const std::vector<Replica*>& replicas) {
    ListSimilarArticlesRequest request;
    request.add_seeds()->set_article(*world_.names().begin());
    request.set_min_revision(world_.revision());
    for (Replica* replica : replicas) replica->Ask(request);
  }

  Answers AnswersOf(Replica& replica) { return replica.AskAll(world_.names(), world_.revision()); }

  void ExpectSameBytes(const Answers& expected, const Answers& actual) {
    ASSERT_EQ(expected.size(), actual.size());
    size_t differ = 0;
    for (const auto& [question, answer] : expected) {
      const ListSimilarArticlesResponse& other = actual.at(question);
      if (answer.SerializeAsString() == other.SerializeAsString()) continue;
      if (++differ == 1) {
        EXPECT_EQ(answer.model_version(), other.model_version());
        ADD_FAILURE() << question << "\nexpected:\n"
                      << answer.DebugString().substr(0, 3000) << "\nactual:\n"
                      << other.DebugString().substr(0, 3000);
      }
    }
    EXPECT_EQ(differ, 0u) << "answers of " << expected.size() << " differ";
  }

  void ExpectHits(const Answers& answers) {
    const auto with_hits = std::count_if(answers.begin(), answers.end(),
                                         [](const auto& a) { return a.second.hits_size() > 0; });
    EXPECT_GT(with_hits, static_cast<int64_t>(answers.size() / 2));
  }

  static const std::string& ModelOf(const Answers& answers) {
    return answers.begin()->second.model_version();
  }

  // Revisions, withdrawals, merges and more articles, each after all have applied what it changes.
  void ChangeTheWorld(const std::vector<Replica*>& replicas) {
    for (int i = 10; i < 60; i += 3) world_.Revise(world_.Name(i), world_.Name(i + 1));
    AwaitApplied(replicas);
    for (int i = 12; i < 60; i += 7) world_.Withdraw(world_.Name(i));
    for (int i = 70; i < 90; i += 5) {
      if (world_.story(world_.Name(i)) != world_.story(world_.Name(i + 1)))
        world_.MergeStories(world_.story(world_.Name(i)), world_.story(world_.Name(i + 1)));
    }
    world_.Publish(80);
    AwaitApplied(replicas);
    world_.Revise(world_.Name(10), world_.Name(30));  // once more
    world_.Publish(20);
  }

  World world_;
};

TEST_F(SameBytesTest, AReplicaThatIsKilledWhileItAppliesAnswersLikeOneThatIsNot) {
  const auto steady = world_.NewReplica(), killed = world_.NewReplica();
  std::thread publisher([this] { world_.Publish(240); });
  for (const int64_t articles : {20, 104, 106, 140}) {  // a model is begun at 100, used from 105 on
    while (killed->ArticleCount() < articles) absl::SleepFor(absl::Milliseconds(2));
    killed->KillAndStart();
  }
  publisher.join();
  const Answers expected = AnswersOf(*steady);
  ExpectHits(expected);
  ExpectSameBytes(expected, AnswersOf(*killed));
  EXPECT_TRUE(absl::StrContains(ModelOf(expected), "-")) << "no model: " << ModelOf(expected);
}

TEST_F(SameBytesTest, ARestartChangesNoAnswerAndNoneThatFollows) {
  const auto steady = world_.NewReplica(), restarted = world_.NewReplica();
  world_.Publish(150);
  ChangeTheWorld({steady.get(), restarted.get()});
  const Answers before = AnswersOf(*steady);
  ExpectHits(before);
  ExpectSameBytes(before, AnswersOf(*restarted));
  restarted->KillAndStart();
  ExpectSameBytes(before, AnswersOf(*restarted));
  world_.Publish(100);  // learns once more
  const Answers after = AnswersOf(*steady);
  ExpectSameBytes(after, AnswersOf(*restarted));
  EXPECT_NE(ModelOf(before), ModelOf(after));
}

TEST_F(SameBytesTest, AReplicaThatComesLateAnswersAlikeWhereTheLogHasForgottenNothing) {
  const auto early = world_.NewReplica();
  world_.Publish(160);
  world_.MergeStories(world_.story(world_.Name(3)), world_.story(world_.Name(40)));
  world_.Publish(40);
  const Answers expected = AnswersOf(*early);
  const auto late = world_.NewReplica();
  ExpectSameBytes(expected, AnswersOf(*late));
  world_.Publish(60);
  ExpectSameBytes(AnswersOf(*early), AnswersOf(*late));
}

TEST_F(SameBytesTest, AReplicaThatComesLateHasTheSameStoriesWhateverWasOverwritten) {
  const auto early = world_.NewReplica();
  world_.Publish(150);
  ChangeTheWorld({early.get()});
  const Answers expected = AnswersOf(*early);
  const auto late = world_.NewReplica();
  const Answers actual = AnswersOf(*late);
  ASSERT_EQ(expected.size(), actual.size());
  size_t differ = 0;
  for (const auto& [question, answer] : actual) {
    differ += answer.SerializeAsString() != expected.at(question).SerializeAsString();
    for (const auto& hit : answer.hits())
      EXPECT_EQ(hit.article().story(), world_.story(hit.article().name())) << question;
  }
  RecordProperty("answers_that_differ", static_cast<int>(differ));
}

}  // namespace
}  // namespace akin
