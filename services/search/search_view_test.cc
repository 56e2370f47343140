// How the index lives: restarts, lost and damaged folders, other logs, catching up.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "common/status/errors.h"
#include "common/testing/file_damage.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class SearchViewTest : public SearchTestBase {};

TEST_F(SearchViewTest, ARestartGoesOnFromWhereItWas) {
  StartSearch();
  storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  StopSearch();
  storage_.Put(Article("b", "Alpha report"));
  storage_.Withdraw("a");
  ReaderPool readers;
  {
    auto view = XapianSearchView::Open(data_dir_, readers);
    ASSERT_TRUE(view.ok()) << view.status();
    EXPECT_EQ((*view)->position(), (LogPosition{storage_.log_id(), 1}));
  }
  StartSearch();
  EXPECT_THAT(Ids("alpha"), ElementsAre("b"));
}

TEST_F(SearchViewTest, ALostFolderIsRebuilt) {
  StartSearch();
  storage_.Put(Article("a", "Alpha story"));
  storage_.Put(Article("b", "Alpha report"));
  storage_.Assign("a", "stories/s");
  Ids("alpha");
  StopSearch();
  std::filesystem::remove_all(data_dir_);
  StartSearch();
  EXPECT_THAT(Ids("alpha"), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(Ids("", "story = s"), ElementsAre("a"));
}

TEST_F(SearchViewTest, ADamagedFolderIsRebuilt) {
  StartSearch();
  storage_.Put(Article("a", "Alpha story"));
  Ids("alpha");
  StopSearch();
  for (const auto& file : std::filesystem::directory_iterator(data_dir_)) {
    std::ofstream(file.path(), std::ios::trunc) << "not an index";
  }
  StartSearch();
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
}

// Xapian itself would find few of these.
TEST_F(SearchViewTest, AByteThatWasFlippedInAnyFileMakesTheIndexAnew) {
  for (int i = 0; i < 50; ++i) storage_.Put(Article(absl::StrCat("a", i), "Alpha story"));
  StartSearch();
  Ids("alpha");
  StopSearch();
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(data_dir_))
    if (file.path().extension() == ".glass") files.push_back(file.path().filename().string());
  ASSERT_GE(files.size(), 4u);
  for (const std::string& name : files) {
    const std::string path = absl::StrCat(data_dir_, "/", name);
    FlipByte(path, std::filesystem::file_size(path) - 100);
    ReaderPool readers;
    auto view = XapianSearchView::Open(data_dir_, readers);
    ASSERT_TRUE(view.ok()) << view.status();
    EXPECT_EQ((*view)->position(), LogPosition()) << name;
    view->reset();
    StartSearch();
    EXPECT_EQ(Ids("alpha").size(), 50u) << name;
    StopSearch();
  }
}

TEST_F(SearchViewTest, AnotherLogMeansAnotherIndex) {
  StartSearch();
  storage_.Put(Article("a", "Alpha story"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  storage_.StartNewLog();
  storage_.Put(Article("b", "Beta story"));
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  std::string log_id;
  while (log_id != storage_.log_id() && absl::Now() < give_up) {
    const auto response = Call(SearchArticlesRequest());
    if (response.ok()) log_id = response->info().log_id();
  }
  EXPECT_THAT(Ids("story"), ElementsAre("b"));
}

TEST_F(SearchViewTest, ATokenOfAnotherLogHasExpired) {
  StartSearch();
  for (int i = 0; i < 3; ++i) storage_.Put(Article(absl::StrCat("a", i), "Alpha story"));
  SearchArticlesRequest request;
  request.set_query("alpha");
  request.set_page_size(1);
  const auto first = Search(request);
  ASSERT_TRUE(first.ok()) << first.status();
  storage_.StartNewLog();
  storage_.Put(Article("b", "Alpha story"));
  request.set_page_token(first->next_page_token());
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  absl::Status status;
  while (!absl::IsAborted(status) && absl::Now() < give_up) status = Call(request).status();
  EXPECT_EQ(ErrorReason(status), "PAGE_EXPIRED") << status;
}

TEST_F(SearchViewTest, APinThatIsGoneHasExpiredUnlessTheLogStoodStill) {
  SearchApp::Options options;
  options.pins.max_bytes = 0;  // keeps none
  options.cache.soft_ttl = options.cache.hard_ttl = absl::ZeroDuration();
  StartSearch(options);
  for (int i = 0; i < 3; ++i) storage_.Put(Article(absl::StrCat("a", i), "Alpha story"));
  SearchArticlesRequest request;
  request.set_query("alpha");
  request.set_page_size(1);
  const auto first = Search(request);
  ASSERT_TRUE(first.ok()) << first.status();
  request.set_page_token(first->next_page_token());
  const auto second = Search(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_NE(IdsOf(first), IdsOf(second));
  storage_.Put(Article("b", "Another"));
  Ids("");
  EXPECT_EQ(ErrorReason(Call(request).status()), "PAGE_EXPIRED");
}

TEST_F(SearchViewTest, NothingIsReadBeforeTheFirstBuildIsComplete) {
  ReaderPool readers;
  const auto view = XapianSearchView::Open(data_dir_, readers);
  ASSERT_TRUE(view.ok()) << view.status();
  const XapianArticleIndex index(readers);
  ASSERT_TRUE((*view)->Reset("log").ok());
  LogBatch batch;
  batch.position = {"log", 1};
  batch.replaying = true;
  batch.changes.emplace_back().set_revision(1);
  *batch.changes[0].mutable_article() = Article("a", "Alpha");
  ASSERT_TRUE((*view)->Apply(batch).ok());
  EXPECT_EQ(ErrorReason(index.FindMatches({}).status()), "VIEW_STALE");
  batch.replaying = false;
  ASSERT_TRUE((*view)->Apply(batch).ok());
  const auto found = index.FindMatches({});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->matches.size(), 1u);
  EXPECT_EQ(found->position, batch.position);
}

TEST_F(SearchViewTest, WhileHistoryIsCaughtUpWithReadersSeeTheOldState) {
  ReaderPool readers;
  const auto view = XapianSearchView::Open(data_dir_, readers);
  ASSERT_TRUE(view.ok()) << view.status();
  const XapianArticleIndex index(readers);
  ASSERT_TRUE((*view)->Reset("log").ok());
  LogBatch batch;
  for (int revision = 1; revision <= 3; ++revision) {
    batch.position = {"log", revision};
    batch.replaying = revision == 2;
    batch.changes = {{}};
    batch.changes[0].set_revision(revision);
    *batch.changes[0].mutable_article() = Article(absl::StrCat("a", revision), "Alpha");
    ASSERT_TRUE((*view)->Apply(batch).ok());
    const auto found = index.FindMatches({});
    ASSERT_TRUE(found.ok()) << found.status();
    const int64_t seen = revision == 2 ? 1 : revision;
    EXPECT_EQ(found->position.revision, seen);
    EXPECT_EQ(static_cast<int64_t>(found->matches.size()), seen);
  }
}

TEST_F(SearchViewTest, AnIndexDamagedWhileItServesIsRebuilt) {
  StartSearch();
  const std::string body(2000, 'x');
  for (int i = 0; i < 200; ++i) {
    storage_.Put(
        Article(absl::StrCat("a", i), "Alpha story", absl::StrCat("words ", i, " ", body)));
  }
  EXPECT_EQ(Ids("alpha").size(), 100u);
  for (const auto& file : std::filesystem::directory_iterator(data_dir_)) {
    if (file.path().extension() != ".glass" || file.path().stem() == "flintlock") continue;
    std::fstream(file.path()) << std::string(std::filesystem::file_size(file.path()), 'z');
  }
  storage_.Put(Article("b", "Alpha report"));
  SearchArticlesRequest request;
  request.set_query("alpha");
  request.mutable_max_staleness();  // none
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->total_size(), 201);
}

TEST_F(SearchViewTest, AFolderInUseIsRefused) {
  ReaderPool readers, others;
  const auto view = XapianSearchView::Open(data_dir_, readers);
  ASSERT_TRUE(view.ok()) << view.status();
  EXPECT_TRUE(absl::IsUnavailable(XapianSearchView::Open(data_dir_, others).status()));
}

TEST_F(SearchViewTest, ReadersAreNeverTornWhileTheIndexChanges) {
  StartSearch();
  storage_.Put(Article("a0", "Alpha story"));
  Ids("alpha");
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (const absl::string_view query : {"alpha", "", "alpha OR -nothing", "story"}) {
    threads.emplace_back([&, query] {
      SearchArticlesRequest request;
      request.set_query(std::string(query));
      request.set_filter("language != de");
      request.set_page_size(100);
      request.mutable_max_staleness();  // none
      while (!stop) {
        const auto response = Call(request);
        EXPECT_TRUE(response.ok()) << response.status();
        // Article i is put at revision i + 1, so a whole state has as many hits as its revision.
        if (response.ok()) {
          EXPECT_EQ(response->total_size(), response->info().revision());
        }
      }
    });
  }
  for (int i = 1; i < 60; ++i) storage_.Put(Article(absl::StrCat("a", i), "Alpha story"));
  EXPECT_EQ(Ids("alpha").size(), 60u);
  stop = true;
  for (std::thread& thread : threads) thread.join();
}

TEST_F(SearchViewTest, AStaleViewRefusesToBeRead) {
  SearchApp::Options options;
  options.follower.max_view_lag = absl::Milliseconds(400);
  StartSearch(options);
  storage_.Put(Article("a", "Alpha"));
  EXPECT_THAT(Ids("alpha"), ElementsAre("a"));
  app_->Stop();
  EXPECT_EQ(ErrorReason(Call(SearchArticlesRequest()).status()), "VIEW_STALE");
}

}  // namespace
}  // namespace akin
