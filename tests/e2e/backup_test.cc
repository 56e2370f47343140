// A backup is made and restored under traffic: the views come to what it holds by themselves, and
// nothing of the log before is served as if it were of this one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "common/sync/mutex.h"
#include "nlohmann/json.hpp"
#include "tests/e2e/cluster.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kBackedUp = 40;

class BackupE2eTest : public ::testing::Test {
 protected:
  ~BackupE2eTest() override { EndTraffic(); }

  static news::v1::Article Numbered(absl::string_view kind, int i) {
    return NewArticle(absl::StrCat(kind, i), absl::StrFormat("Harbour plans %s pier %d", kind, i),
                      "The harbour authority of Northport plans another pier this year.");
  }

  std::string Publish(absl::string_view kind, int i) {
    const ingestion::v1::IngestResult result = Ingest(cluster_, Numbered(kind, i));
    newest_ = std::max(newest_, result.revision());
    return result.name();
  }

  void Withdraw(const std::string& name) {
    EXPECT_EQ(RunAkin(cluster_, {"withdraw", name, "--reason", "test"}).code, 0);
  }

  // Publishes and searches until EndTraffic.
  void StartTraffic() {
    traffic_.emplace_back([this] {
      for (int i = 0; !done_; ++i) {
        const auto response = TryIngest(cluster_, Numbered("during", i));
        if (response.ok()) during_ = response->result().revision();
        absl::SleepFor(absl::Milliseconds(5));
      }
    });
    traffic_.emplace_back([this] {
      while (!done_) {
        const auto response = Search(cluster_, "harbour", 0);
        if (response.ok() && response->hits().empty()) ++empty_;
        Note(response);
      }
    });
    traffic_.emplace_back([this] {
      while (!done_) Note(Similar(cluster_, seed_, 0));
    });
  }

  void EndTraffic() {
    done_ = true;
    for (std::thread& thread : traffic_) thread.join();
    traffic_.clear();
  }

  template <typename Response>
  void Note(const absl::StatusOr<Response>& response) {
    if (!response.ok()) {
      // The seed is there in either log: a view that is not whole says so.
      EXPECT_TRUE(absl::IsUnavailable(response.status())) << response.status();
      absl::SleepFor(absl::Milliseconds(5));
      return;
    }
    MutexLock lock(mu_);
    auto& names = served_[response->info().log_id()];
    for (const auto& hit : response->hits()) names.insert(hit.article().name());
  }

  // The revision that it holds.
  int64_t BackUp(const std::string& name) {
    const ProgramResult result = RunAkin(cluster_, {"backup", name, "--json"});
    EXPECT_EQ(result.code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out, nullptr, false);
    EXPECT_EQ(json["backup"]["path"], cluster_.path(absl::StrCat("backups/", name)));
    return std::stoll(json["backup"]["revision"].get<std::string>());
  }

  void Restore(const std::string& name) {
    cluster_.storage().Kill();
    fs::rename(cluster_.data_dir("storage"), cluster_.path("lost"));
    const ProgramResult result =
        RunAkin(cluster_, {"restore", cluster_.path(absl::StrCat("backups/", name)), "--data_dir",
                           cluster_.data_dir("storage")});
    EXPECT_EQ(result.code, 0) << result.err;
    cluster_.storage().Start();
  }

  // The log that a view serves, once it is another one than `old`.
  template <typename Read>
  std::string AwaitOtherLog(const std::string& old, Read read) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (absl::Now() < give_up) {
      const auto response = read();
      if (response.ok() && response->info().log_id() != old) return response->info().log_id();
      absl::SleepFor(absl::Milliseconds(20));
    }
    return "none";
  }

  std::vector<std::string> Found() {
    std::vector<std::string> names;
    search::v1::SearchArticlesRequest request;
    request.set_query("harbour");
    request.set_page_size(1000);
    const auto response = CallUnary<search::v1::SearchArticlesResponse>(
        {}, cluster_.search_stub(), &search::v1::SearchService::Stub::SearchArticles, request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return names;
    for (const auto& hit : response->hits()) names.push_back(hit.article().name());
    return names;
  }

  Cluster cluster_;
  int64_t newest_ = 0;
  std::string seed_;
  std::atomic<bool> done_ = false;
  std::atomic<int64_t> during_ = 0;
  Mutex mu_;
  std::map<std::string, std::set<std::string>> served_ ABSL_GUARDED_BY(mu_);
  std::atomic<int> empty_ = 0;
  std::vector<std::thread> traffic_;
};

TEST_F(BackupE2eTest, ViewsComeToWhatIsRestoredAndServeNothingLater) {
  std::vector<std::string> before;
  for (int i = 0; i < kBackedUp; ++i) before.push_back(Publish("early", i));
  seed_ = before[0];
  AwaitStories(cluster_, newest_);
  StartTraffic();
  while (during_ == 0) absl::SleepFor(absl::Milliseconds(1));
  const int64_t acknowledged = during_;
  const int64_t revision = BackUp("b");
  EXPECT_GE(revision, acknowledged);
  std::vector<std::string> later;
  for (int i = 0; i < 20; ++i) later.push_back(Publish("later", i));
  Withdraw(before[1]);
  const auto old = Search(cluster_, "harbour", newest_);
  ASSERT_TRUE(old.ok()) << old.status();
  const std::string old_log = old->info().log_id();
  ASSERT_TRUE(Similar(cluster_, seed_, newest_).ok());

  Restore("b");
  const std::string log = AwaitOtherLog(old_log, [&] { return Search(cluster_, "harbour", 0); });
  EXPECT_EQ(AwaitOtherLog(old_log, [&] { return Similar(cluster_, seed_, 0); }), log);
  EndTraffic();
  MutexLock lock(mu_);
  for (const std::string& name : later) EXPECT_THAT(served_[log], Not(Contains(name)));
  EXPECT_THAT(served_[log], Not(IsEmpty()));
  EXPECT_EQ(empty_, 0) << "answers of a view that was not whole";
  const std::vector<std::string> found = Found();
  for (const std::string& name : before) EXPECT_THAT(found, Contains(name));
  for (const std::string& name : later) {
    EXPECT_THAT(found, Not(Contains(name)));
    EXPECT_EQ(Get(cluster_, name).status().code(), absl::StatusCode::kNotFound);
  }

  absl::StatusOr<ingestion::v1::IngestArticleResponse> published;
  do {
    published = TryIngest(cluster_, Numbered("after", 1));
  } while (absl::IsUnavailable(published.status()));  // ingestion has yet to find storage again
  ASSERT_TRUE(published.ok()) << published.status();
  const ingestion::v1::IngestResult after = published->result();
  AwaitStories(cluster_, after.revision());
  const auto similar = Similar(cluster_, after.name(), after.revision());
  ASSERT_TRUE(similar.ok()) << similar.status();
  EXPECT_EQ(similar->info().log_id(), log);
  ASSERT_TRUE(Search(cluster_, "harbour", after.revision()).ok());
  EXPECT_THAT(Found(), Contains(after.name()));
}

TEST_F(BackupE2eTest, TokensOfTheLogBeforeAreRefused) {
  for (int i = 0; i < kBackedUp; ++i) Publish("early", i);
  storage::v1::ListArticlesRequest list;
  list.set_page_size(5);
  const auto listed = CallUnary<storage::v1::ListArticlesResponse>(
      {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::ListArticles, list);
  search::v1::SearchArticlesRequest search;
  search.set_query("harbour");
  search.set_page_size(5);
  search.set_min_revision(newest_);
  const auto searched = CallUnary<search::v1::SearchArticlesResponse>(
      {}, cluster_.search_stub(), &search::v1::SearchService::Stub::SearchArticles, search);
  ASSERT_TRUE(listed.ok() && searched.ok());
  BackUp("b");
  Restore("b");
  AwaitOtherLog(searched->info().log_id(), [&] { return Search(cluster_, "harbour", 0); });

  list.set_page_token(listed->next_page_token());
  const absl::Status list_status =
      CallUnary<storage::v1::ListArticlesResponse>(
          {}, cluster_.storage_stub(), &storage::v1::StorageService::Stub::ListArticles, list)
          .status();
  EXPECT_EQ(list_status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(list_status.message()), HasSubstr("page_token: expired"));
  search.set_page_token(searched->next_page_token());
  search.clear_min_revision();
  const absl::Status search_status =
      CallUnary<search::v1::SearchArticlesResponse>(
          {}, cluster_.search_stub(), &search::v1::SearchService::Stub::SearchArticles, search)
          .status();
  EXPECT_EQ(ErrorReason(search_status), "PAGE_EXPIRED") << search_status;
}

TEST_F(BackupE2eTest, TheClientSaysWhatIsWrong) {
  Publish("early", 1);
  BackUp("b");
  const ProgramResult again = RunAkin(cluster_, {"backup", "b"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("there is a backup b"));
  const ProgramResult elsewhere = RunAkin(cluster_, {"backup", "../b"});
  EXPECT_EQ(elsewhere.code, 1);
  EXPECT_THAT(elsewhere.err, HasSubstr("name: ../b, want"));
  const ProgramResult over = RunAkin(cluster_, {"restore", cluster_.path("backups/b"), "--data_dir",
                                                cluster_.data_dir("storage")});
  EXPECT_EQ(over.code, 1);
  EXPECT_THAT(over.err, HasSubstr("holds articles already"));
  fs::resize_file(cluster_.path("backups/b/articles.rocksdb/CURRENT"), 3);
  const ProgramResult damaged = RunAkin(
      cluster_, {"restore", cluster_.path("backups/b"), "--data_dir", cluster_.path("new")});
  EXPECT_EQ(damaged.code, 1);
  EXPECT_THAT(damaged.err, HasSubstr("damaged: articles.rocksdb/CURRENT"));
}

}  // namespace
}  // namespace akin
