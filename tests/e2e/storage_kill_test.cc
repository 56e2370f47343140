// akin-storage is killed again and again while many write to it; whatever it acknowledged is there.
#include <atomic>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "akin/storage/v1/storage_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/errors.h"
#include "common/sync/mutex.h"
#include "common/testing/service_process.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using news::v1::Article;
using storage::v1::StorageService;

constexpr int kWriters = 16;
constexpr int kArticlesPerWriter = 4;
constexpr int kRounds = 12;

// What is known of one article. "" stands for withdrawn.
struct Known {
  std::string acknowledged;
  // What an undelete brings back.
  std::string last_content;
  int64_t revision = 0;
  // What was being written when the answer did not come.
  absl::optional<std::string> in_flight;
};

class StorageKillTest : public ::testing::Test {
 protected:
  StorageKillTest()
      : dir_(TempDir()),
        storage_("akin-storage", {"--data_dir=" + dir_, "--write_buffer_bytes=4194304"}) {
    Connect();
  }

  ~StorageKillTest() override {
    storage_.Kill();
    std::filesystem::remove_all(dir_);
  }

  static std::string TempDir() {
    std::string path = (std::filesystem::temp_directory_path() / "akin-kill-XXXXXX").string();
    return mkdtemp(path.data());
  }

  static CallContext Soon() { return {.deadline = absl::Now() + absl::Seconds(20)}; }

  // gRPC shares connections, and the pause before they are tried again, between channels that have
  // the same options; so each has others.
  void Connect() {
    ChannelOptions options;
    options.max_message_bytes += ++connections_;
    stub_ = StorageService::NewStub(NewChannel(storage_.address(), options));
  }

  void Restart() {
    storage_.Kill();
    storage_.Start();
    Connect();
  }

  // Puts, or withdraws and gives back, one article; false if no answer came.
  bool Write(const std::string& name, const std::string& headline, Known& known) {
    if (known.acknowledged.empty() && known.revision > 0) return Undelete(name, headline, known);
    known.in_flight = headline;
    if (headline.empty()) return Withdraw(name, known);
    storage::v1::PutArticlesRequest request;
    Article& article = *request.add_articles();
    article.set_name(name);
    article.set_headline(headline);
    article.set_body(std::string(2000, 'x'));
    auto response = CallUnary(Soon(), *stub_, &StorageService::Stub::PutArticles, request);
    if (!response.ok()) return false;
    Acknowledge(known, headline, response->results(0).revision());
    return true;
  }

  bool Withdraw(const std::string& name, Known& known) {
    storage::v1::DeleteArticleRequest request;
    request.set_name(name);
    auto response = CallUnary(Soon(), *stub_, &StorageService::Stub::DeleteArticle, request);
    if (!response.ok()) return false;
    Acknowledge(known, "", response->revision());
    return true;
  }

  // Gives back, then puts: the article has `headline` either way.
  bool Undelete(const std::string& name, const std::string& headline, Known& known) {
    storage::v1::UndeleteArticleRequest request;
    request.set_name(name);
    known.in_flight = known.last_content;
    auto response = CallUnary(Soon(), *stub_, &StorageService::Stub::UndeleteArticle, request);
    if (!response.ok()) return false;
    Acknowledge(known, response->article().headline(), response->revision());
    return headline.empty() || Write(name, headline, known);
  }

  static void SetContent(Known& known, const std::string& headline) {
    known.acknowledged = headline;
    if (!headline.empty()) known.last_content = headline;
    known.in_flight.reset();
  }

  void Acknowledge(Known& known, const std::string& headline, int64_t revision) {
    SetContent(known, headline);
    known.revision = revision;
    MutexLock lock(mu_);
    EXPECT_TRUE(revisions_.insert(revision).second) << revision << " was given out twice";
  }

  // One writer's life until storage dies.
  void WriteUntilKilled(int writer, int round) {
    for (int i = 0;; ++i) {
      const int article = i % kArticlesPerWriter;
      const std::string name = absl::StrCat("articles/w", writer, "-", article);
      const std::string headline = i % 7 == 6 ? "" : absl::StrCat(round, ".", i);
      if (!Write(name, headline, known_[writer][article])) return;
    }
  }

  std::string HeadlineNow(const std::string& name, int64_t min_revision) {
    storage::v1::GetArticleRequest request;
    request.set_name(name);
    request.set_min_revision(min_revision);
    auto response = CallUnary(Soon(), *stub_, &StorageService::Stub::GetArticle, request);
    if (response.ok()) return response->article().headline();
    EXPECT_EQ(ErrorReason(response.status()), "ARTICLE_WITHDRAWN") << name << response.status();
    return "";
  }

  // Every acknowledged write is there, unless the one that got no answer came after it.
  void CheckArticles() {
    for (int writer = 0; writer < kWriters; ++writer) {
      for (int article = 0; article < kArticlesPerWriter; ++article) {
        Known& known = known_[writer][article];
        if (known.revision == 0) continue;
        const std::string name = absl::StrCat("articles/w", writer, "-", article);
        const std::string now = HeadlineNow(name, known.revision);
        EXPECT_TRUE(now == known.acknowledged || now == known.in_flight)
            << name << " is \"" << now << "\", acknowledged was \"" << known.acknowledged << '"';
        SetContent(known, now);
        served_[name] = now;
      }
    }
  }

  // Reads the log on from where `cursor` stands into `view`.
  void Follow(std::map<std::string, std::string>& view, int64_t& cursor) {
    storage::v1::WatchArticlesRequest request;
    request.set_after_revision(cursor);
    if (cursor > 0) request.set_log_id(log_id_);
    grpc::ClientContext context;
    auto stream = stub_->WatchArticles(&context, request);
    storage::v1::WatchArticlesResponse response;
    ASSERT_TRUE(stream->Read(&response) && response.has_replay());
    if (log_id_.empty()) log_id_ = response.replay().log_id();
    EXPECT_EQ(response.replay().log_id(), log_id_);
    const int64_t until = response.replay().replay_until();
    while (cursor < until && stream->Read(&response)) {
      if (response.has_heartbeat()) cursor = response.heartbeat().revision();
      if (!response.has_change()) continue;
      cursor = response.change().revision();
      const auto& change = response.change();
      if (change.has_article()) view[change.article().name()] = change.article().headline();
      if (!change.withdrawn().empty()) view[change.withdrawn()] = "";
    }
    context.TryCancel();
    EXPECT_GE(cursor, until);
  }

  const std::string dir_;
  ServiceProcess storage_;
  int connections_ = 0;
  std::unique_ptr<StorageService::Stub> stub_;
  std::string log_id_;
  Known known_[kWriters][kArticlesPerWriter];
  std::map<std::string, std::string> served_;
  Mutex mu_;
  std::set<int64_t> revisions_ ABSL_GUARDED_BY(mu_);
};

TEST_F(StorageKillTest, EveryAcknowledgedRevisionSurvives) {
  std::mt19937 random(std::random_device{}());
  std::map<std::string, std::string> follower;
  int64_t followed = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([this, writer, round] { WriteUntilKilled(writer, round); });
    }
    absl::SleepFor(absl::Milliseconds(20 + random() % 400));
    storage_.Kill();
    for (std::thread& writer : writers) writer.join();
    Restart();
    CheckArticles();
    Follow(follower, followed);
    std::map<std::string, std::string> replay;
    int64_t replayed = 0;
    Follow(replay, replayed);
    EXPECT_EQ(follower, replay);
    for (const auto& [name, headline] : served_) EXPECT_EQ(replay[name], headline) << name;
    if (HasFailure()) break;
  }
  MutexLock lock(mu_);
  RecordProperty("acknowledged", static_cast<int>(revisions_.size()));
  EXPECT_GT(revisions_.size(), size_t{kRounds}) << "too few writes to mean anything";
}

TEST_F(StorageKillTest, FencingTokensGrowAndLeasesAreKeptOverAKill) {
  storage::v1::AcquireLeaseRequest request;
  request.set_lease("stories");
  request.set_holder("one");
  const auto acquire = [&] {
    return CallUnary(Soon(), *stub_, &StorageService::Stub::AcquireLease, request);
  };
  const int64_t token = acquire()->fencing_token();
  Restart();
  request.set_holder("two");
  EXPECT_EQ(ErrorReason(acquire().status()), "LEASE_HELD");
  request.set_holder("one");
  EXPECT_EQ(acquire()->fencing_token(), token);
  storage::v1::ReleaseLeaseRequest release;
  release.set_lease("stories");
  release.set_fencing_token(token);
  ASSERT_TRUE(CallUnary(Soon(), *stub_, &StorageService::Stub::ReleaseLease, release).ok());
  Restart();
  request.set_holder("two");
  EXPECT_GT(acquire()->fencing_token(), token);
}

}  // namespace
}  // namespace akin
