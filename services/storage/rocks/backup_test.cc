#include "services/storage/rocks/backup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/testing/file_damage.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/storage/domain/lease_table.h"
#include "services/storage/rocks/rocks_article_store.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    folder_ = (fs::temp_directory_path() / "akin-backup-XXXXXX").string();
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    store_ = Open("data");
  }
  ~BackupTest() override {
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string Path(absl::string_view name) const { return absl::StrCat(folder_, "/", name); }

  std::unique_ptr<RocksArticleStore> Open(absl::string_view name) {
    auto store = OpenRocksArticleStore({.data_dir = Path(name)}, {.clock = clock_});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  int64_t Put(int i) {
    news::v1::Article article;
    article.set_name(absl::StrCat("articles/a", i));
    article.set_headline(absl::StrCat("Headline ", i));
    article.set_body(std::string(500, static_cast<char>('a' + i % 26)));
    return store_->Put({article}, Fence())->revision;
  }

  BackupManifest BackUp(absl::string_view name) {
    const auto made = store_->BackUp(Path(name));
    EXPECT_TRUE(made.ok()) << made.status();
    return *made;
  }

  absl::StatusOr<BackupManifest> Restore(absl::string_view backup) {
    return RestoreBackup(Path(backup), Path("restored"));
  }

  static bool Has(const ArticleStore& store, int i) {
    return store.Snapshot().value()->Get(absl::StrCat("articles/a", i)).ok();
  }

  // A copy of backup "b" called "damaged".
  fs::path DamagedCopy() {
    const fs::path copy = Path("damaged");
    fs::remove_all(copy);
    fs::copy(Path("b"), copy, fs::copy_options::recursive);
    return copy;
  }

  void ExpectDamageIsFound(absl::string_view what) {
    const absl::Status status = Restore("damaged").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << what << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("damaged")) << what;
    EXPECT_FALSE(fs::exists(Path("restored/articles.rocksdb"))) << what;
  }

  std::string folder_;
  FakeClock clock_;
  std::unique_ptr<RocksArticleStore> store_;
};

TEST_F(BackupTest, HasWhatWasThereAndNothingLater) {
  Put(1);
  ASSERT_TRUE(store_->Withdraw("articles/a1", "why").ok());
  Put(2);
  const BackupManifest backup = BackUp("b");
  EXPECT_EQ(backup.revision(), 3);
  EXPECT_EQ(backup.article_count(), 1);
  Put(3);
  const auto restored = Restore("b");
  ASSERT_TRUE(restored.ok()) << restored.status();
  const auto again = Open("restored");
  EXPECT_EQ(again->Snapshot().value()->revision(), 3);
  EXPECT_FALSE(Has(*again, 1));
  EXPECT_TRUE(Has(*again, 2));
  EXPECT_FALSE(Has(*again, 3));
  EXPECT_TRUE(Has(*store_, 3));
}

TEST_F(BackupTest, WhatIsRestoredIsALogOfItsOwn) {
  Put(1);
  BackUp("b");
  const auto restored = Restore("b");
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_NE(restored->log_id(), store_->log_id());
  EXPECT_EQ(Open("restored")->log_id(), restored->log_id());
}

TEST_F(BackupTest, NoTokenOfBeforeIsGivenOutAgain) {
  auto leases = LeaseTable::Load(*store_, clock_).value();
  const int64_t before = leases->Acquire("stories", "one", absl::Hours(1)).value();
  BackUp("b");
  int64_t newest = before;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(leases->Release("stories", newest).ok());
    newest = leases->Acquire("stories", absl::StrCat("holder", i), absl::Hours(1)).value();
  }
  ASSERT_TRUE(Restore("b").ok());
  const auto again = Open("restored");
  leases = LeaseTable::Load(*again, clock_).value();
  EXPECT_FALSE(leases->Check("stories", before).ok());
  EXPECT_GT(leases->Acquire("stories", "two", absl::Hours(1)).value(), newest);
}

TEST_F(BackupTest, IsAsOfOneRevisionWhileOthersWrite) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 1; !done; ++i) EXPECT_EQ(Put(i), i);
  });
  while (store_->Snapshot().value()->revision() < 20) std::this_thread::yield();
  const int64_t before = store_->Snapshot().value()->revision();
  const int64_t revision = BackUp("b").revision();
  done = true;
  writer.join();
  EXPECT_GE(revision, before);
  ASSERT_TRUE(Restore("b").ok());
  const auto again = Open("restored");
  EXPECT_EQ(again->Snapshot().value()->article_count(), revision);
  for (int64_t i = 1; i <= revision; ++i) EXPECT_TRUE(Has(*again, static_cast<int>(i))) << i;
}

TEST_F(BackupTest, DamageInAnyFileIsFound) {
  for (int i = 0; i < 200; ++i) Put(i);
  const BackupManifest backup = BackUp("b");
  ASSERT_GE(backup.files_size(), 3);
  for (const auto& file : backup.files()) {
    for (int part = 0; part < 8; ++part) {
      const int64_t at = file.size_bytes() * part / 8;
      FlipByte(DamagedCopy() / file.path(), static_cast<uint64_t>(at));
      ExpectDamageIsFound(absl::StrCat(file.path(), " at ", at));
    }
    fs::resize_file(DamagedCopy() / file.path(), static_cast<uint64_t>(file.size_bytes() - 1));
    ExpectDamageIsFound(file.path());
    fs::remove(DamagedCopy() / file.path());
    ExpectDamageIsFound(file.path());
  }
}

TEST_F(BackupTest, AManifestThatNamesFilesElsewhereIsDamaged) {
  Put(1);
  BackUp("b");
  std::ofstream(DamagedCopy() / "akin-backup.json")
      << R"({"format": "1", "files": [{"path": "../data/secret", "size_bytes": "1"}]})";
  ExpectDamageIsFound("../data/secret");
  std::ofstream(DamagedCopy() / "akin-backup.json") << R"({"format": "1"})";
  ExpectDamageIsFound("no files");
  std::ofstream(DamagedCopy() / "akin-backup.json") << "{";
  ExpectDamageIsFound("no JSON");
}

TEST_F(BackupTest, IsNotPutOverArticles) {
  Put(1);
  BackUp("b");
  const absl::Status status = RestoreBackup(Path("b"), Path("data")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("holds articles already"));
  EXPECT_TRUE(Has(*store_, 1));
  EXPECT_EQ(store_->BackUp(Path("b")).status().code(), absl::StatusCode::kAlreadyExists);
}

TEST_F(BackupTest, WhatRootRestoresBelongsToTheServicesUser) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  Put(1);
  BackUp("b");
  fs::create_directories(Path("restored"));
  ASSERT_EQ(chown(Path("restored").c_str(), 1234, 1235), 0);
  ASSERT_TRUE(Restore("b").ok());
  for (const char* name : {"restored/articles.rocksdb", "restored/articles.rocksdb/CURRENT"}) {
    struct stat file;
    ASSERT_EQ(stat(Path(name).c_str(), &file), 0) << name;
    EXPECT_EQ(file.st_uid, 1234u) << name;
    EXPECT_EQ(file.st_gid, 1235u) << name;
  }
}

TEST_F(BackupTest, AFolderThatIsNoneIsNotRestored) {
  fs::create_directories(Path("empty"));
  EXPECT_EQ(Restore("empty").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Restore("none").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(BackupTest, WhatAKilledBackupOrRestoreLeftIsInNobodysWay) {
  Put(1);
  fs::create_directories(Path(".b.unfinished/articles.rocksdb/x"));
  BackUp("b");
  fs::create_directories(Path("restored/.restore.unfinished/articles.rocksdb/x"));
  ASSERT_TRUE(Restore("b").ok());
  EXPECT_FALSE(fs::exists(Path(".b.unfinished")));
  EXPECT_FALSE(fs::exists(Path("restored/.restore.unfinished")));
}

}  // namespace
}  // namespace akin
