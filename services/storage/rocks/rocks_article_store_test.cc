#include "services/storage/rocks/rocks_article_store.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/file_damage.h"
#include "services/storage/domain/article_store_contract.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::Values;

std::unique_ptr<ArticleStore> NewRocksStore(const std::string& dir, ArticleStore::Options options) {
  auto store = OpenRocksArticleStore({.data_dir = dir, .compress = false}, std::move(options));
  EXPECT_TRUE(store.ok()) << store.status();
  return *std::move(store);
}

INSTANTIATE_TEST_SUITE_P(Rocks, ArticleStoreContract, Values(&NewRocksStore));

// What only a store on disk promises.
class RocksStoreTest : public ArticleStoreContract {
 protected:
  absl::Status OpenStatus(const std::string& dir) {
    return OpenRocksArticleStore({.data_dir = dir, .verify = true}, {.clock = clock_}).status();
  }

  // The data as a kill would leave it, elsewhere.
  std::string CopyAsKilled() const {
    const std::string copy = dir_ + "/killed";
    fs::remove_all(copy);
    fs::create_directories(copy);
    fs::copy(DatabaseDir(), copy + "/articles.rocksdb", fs::copy_options::recursive);
    return copy;
  }

  // Of RocksDB's files those that it reads, and that have something in them.
  bool IsRead(const std::string& name) const {
    if (fs::file_size(DatabaseDir() / name) == 0) return false;
    return name == "CURRENT" || absl::StartsWith(name, "MANIFEST") || absl::EndsWith(name, ".sst");
  }

  fs::path DatabaseDir() const { return fs::path(dir_) / "articles.rocksdb"; }

  std::vector<fs::path> FilesWith(const std::string& bytes) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(DatabaseDir())) {
      std::ifstream in(entry.path(), std::ios::binary);
      std::stringstream content;
      content << in.rdbuf();
      if (absl::StrContains(content.str(), bytes)) found.push_back(entry.path());
    }
    return found;
  }

  std::vector<fs::path> TableFiles() {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(DatabaseDir())) {
      if (entry.path().extension() == ".sst") found.push_back(entry.path());
    }
    return found;
  }
};

INSTANTIATE_TEST_SUITE_P(Rocks, RocksStoreTest, Values(&NewRocksStore));

TEST_P(RocksStoreTest, EverythingIsThereAfterReopening) {
  TakeLease(7);
  Put("a", "One");
  Put("a", "Two");
  Put("b", "Secret");
  Withdraw("b");
  Assign("a", "s");
  Merge("s", "t");
  const std::string log_id = store_->log_id();
  const auto log = Log();
  Open();
  EXPECT_EQ(store_->log_id(), log_id);
  EXPECT_EQ(Log(), log);
  EXPECT_EQ(Get("a")->story(), "stories/s");
  EXPECT_EQ(RevisionHeadlines("a"), (std::vector<std::string>{"Two", "One"}));
  EXPECT_EQ(Put("b", "Secret").outcome, storage::v1::PUT_OUTCOME_WITHDRAWN);
  EXPECT_EQ(Snapshot()->Leases()->at(0).fencing_token(), 7);
  EXPECT_EQ(Snapshot()->article_count(), 1);
  EXPECT_EQ(Put("c", "New").revision, 7);
}

TEST_P(RocksStoreTest, FeedsAndTheirOrderAreThereAfterReopening) {
  CreateFeed("later");
  CreateFeed("due");
  ASSERT_TRUE(RecordPoll("later", absl::Hours(1)).ok());
  Open();
  EXPECT_EQ(Snapshot()->GetFeed("feeds/later")->progress().http_etag(), "\"v1\"");
  EXPECT_EQ(DueFeeds(), std::vector<std::string>{"due"});
  clock_.Advance(absl::Hours(1));
  EXPECT_EQ(DueFeeds(), (std::vector<std::string>{"due", "later"}));
}

TEST_P(RocksStoreTest, APurgedArticlesBytesLeaveTheFiles) {
  Put("a", "Ketchikan");
  Put("a", "Ketchikan again");
  Put("b", "Other");
  ASSERT_FALSE(FilesWith("Ketchikan").empty());
  Purge("a");
  EXPECT_TRUE(FilesWith("Ketchikan").empty());
  EXPECT_FALSE(FilesWith("Other").empty());
}

TEST_P(RocksStoreTest, WhatIsHeldIsThereAfterReopeningAndReleasedOnce) {
  Put(NewHeld("a", "One", absl::Hours(1)));
  Put(NewHeld("b", "Two", absl::Hours(9)));
  Put(NewHeld("c", "Three", absl::Hours(1)));
  Withdraw("c");
  Open();
  EXPECT_EQ(Held(), (std::vector<std::string>{"a", "b"}));
  clock_.Advance(absl::Hours(1));
  Open();
  EXPECT_EQ(ReleaseDue(), 1);
  Open();
  EXPECT_EQ(ReleaseDue(), 0);
  EXPECT_EQ(Held(), std::vector<std::string>{"b"});
  EXPECT_EQ(Log(), std::vector<std::string>{"1 article a"});
}

TEST_P(RocksStoreTest, BytesThatWerePurgedUnderEmbargoLeaveTheFiles) {
  Put(NewHeld("a", "Ketchikan", absl::Hours(1)));
  Put(NewHeld("b", "Other", absl::Hours(1)));
  ASSERT_FALSE(FilesWith("Ketchikan").empty());
  Purge("a");
  EXPECT_TRUE(FilesWith("Ketchikan").empty());
  EXPECT_FALSE(FilesWith("Other").empty());
}

TEST_P(RocksStoreTest, AFolderThatIsInUseIsRefused) {
  const absl::Status status = OpenStatus(dir_);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(status.message(), absl::StrCat("data_dir ", dir_, ": in use by another process"));
}

TEST_P(RocksStoreTest, AFolderThatCannotBeMadeIsRefused) {
  const absl::Status status = OpenStatus("/proc/none/here");
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(absl::StartsWith(status.message(), "data_dir /proc/none/here: cannot be made"));
}

TEST_P(RocksStoreTest, AFolderWithoutItsCurrentFileIsNotStartedAfresh) {
  Put("a", "One");
  store_.reset();
  fs::remove(DatabaseDir() / "CURRENT");
  EXPECT_EQ(OpenStatus(dir_).code(), absl::StatusCode::kDataLoss);
}

TEST_P(RocksStoreTest, ALostTableFileIsDamage) {
  Put("a", "One");
  Purge("a");  // flushes
  store_.reset();
  ASSERT_FALSE(TableFiles().empty());
  fs::remove(TableFiles().front());
  EXPECT_EQ(OpenStatus(dir_).code(), absl::StatusCode::kDataLoss);
}

TEST_P(RocksStoreTest, DamageInTheMiddleOfTheWriteAheadLogIsNotSkipped) {
  for (int i = 0; i < 100; ++i) Put(absl::StrCat("a", i), std::string(1000, 'x'));
  const std::string killed = CopyAsKilled();
  for (const auto& entry : fs::directory_iterator(killed + "/articles.rocksdb")) {
    if (entry.path().extension() != ".log" || entry.file_size() < 50'000) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20'000);
    file << "damage";
  }
  EXPECT_EQ(OpenStatus(killed).code(), absl::StatusCode::kDataLoss);
}

TEST_P(RocksStoreTest, AFlippedByteInAnyFileIsFoundAtTheStartWithWordsOnWhatToDo) {
  for (int i = 0; i < 300; ++i) Put(absl::StrCat("a", i), absl::StrCat("Headline ", i));
  store_.reset();
  int flipped = 0;
  for (const auto& entry : fs::directory_iterator(DatabaseDir())) {
    const std::string name = entry.path().filename().string();
    if (!IsRead(name)) continue;
    for (uint64_t part = 0; part < 16; ++part) {
      const std::string copy = CopyAsKilled();
      FlipByte(fs::path(copy) / "articles.rocksdb" / name, part * entry.file_size() / 16);
      const absl::Status status = OpenStatus(copy);
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << name << " " << part << status;
      EXPECT_TRUE(absl::StrContains(status.message(), "restore a backup")) << status;
      ++flipped;
    }
  }
  EXPECT_GT(flipped, 3 * 16);
}

TEST_P(RocksStoreTest, ATruncatedFileIsFoundAtTheStart) {
  for (int i = 0; i < 300; ++i) Put(absl::StrCat("a", i), absl::StrCat("Headline ", i));
  store_.reset();
  for (const auto& entry : fs::directory_iterator(DatabaseDir())) {
    const std::string name = entry.path().filename().string();
    if (!IsRead(name)) continue;
    const std::string copy = CopyAsKilled();
    fs::resize_file(fs::path(copy) / "articles.rocksdb" / name, entry.file_size() / 2);
    EXPECT_EQ(OpenStatus(copy).code(), absl::StatusCode::kDataLoss) << name;
  }
}

TEST_P(RocksStoreTest, BoundedListsGoOnWhereTheyStopped) {
  for (int i = 0; i < 10; ++i) {
    news::v1::Article article = NewArticle(absl::StrCat("a", i), "One");
    article.set_language(i == 9 ? "de" : "en");
    Put(article);
  }
  ArticleListQuery query;
  query.filter = ParseArticleFilter("language = de").value();
  query.max_examined = 3;
  int pages = 0;
  std::vector<std::string> found;
  do {
    const ArticleListPage page = Snapshot()->List(query).value();
    for (const auto& article : page.articles) found.push_back(article.name());
    query.after = page.next;
    ++pages;
  } while (query.after);
  EXPECT_EQ(found, std::vector<std::string>{"articles/a9"});
  EXPECT_EQ(pages, 4);
}

}  // namespace
}  // namespace akin
