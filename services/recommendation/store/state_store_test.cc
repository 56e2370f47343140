#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/file_damage.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "services/recommendation/store/memory_state_store.h"
#include "services/recommendation/store/rocks_state_store.h"

namespace akin {
namespace {

std::string NewFolder() {
  std::string folder = ::testing::TempDir() + "state_XXXXXX";
  return mkdtemp(folder.data());
}

// Bytes that cannot be packed.
std::string Noise(size_t size) {
  static std::mt19937 random(7);
  std::string bytes;
  while (bytes.size() < size) bytes.push_back(static_cast<char>(random()));
  return bytes;
}

using Factory = std::function<std::unique_ptr<StateStore>()>;

// What every StateStore does.
class StateStoreContract : public ::testing::TestWithParam<std::pair<const char*, Factory>> {
 protected:
  std::vector<std::string> Keys(absl::string_view prefix) const {
    std::vector<std::string> keys;
    EXPECT_TRUE(store_
                    ->ForEach(prefix,
                              [&](absl::string_view key, absl::string_view) {
                                keys.emplace_back(key);
                                return absl::OkStatus();
                              })
                    .ok());
    return keys;
  }
  const std::unique_ptr<StateStore> store_ = GetParam().second();
};

TEST_P(StateStoreContract, KeepsRecordsAndPositionOfACommit) {
  ASSERT_TRUE(store_->Commit({{"a/1", "one"}, {"a/2", "two"}, {"b/1", "x"}}, {"log", 7}).ok());
  EXPECT_EQ(*store_->Get("a/1"), "one");
  EXPECT_EQ(Keys("a/"), (std::vector<std::string>{"a/1", "a/2"}));
  EXPECT_EQ(store_->position(), (LogPosition{"log", 7}));
}

TEST_P(StateStoreContract, AnEmptyValueDeletes) {
  ASSERT_TRUE(store_->Commit({{"a/1", "one"}}, {"log", 1}).ok());
  ASSERT_TRUE(store_->Commit({{"a/1", ""}}, {"log", 2}).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->Get("a/1").status()));
  EXPECT_TRUE(Keys("").empty());
}

TEST_P(StateStoreContract, WipingForgetsEverythingAndStartsTheLog) {
  ASSERT_TRUE(store_->Commit({{"a/1", "one"}, {"z/1", "one"}}, {"log", 1}).ok());
  ASSERT_TRUE(store_->Wipe("other").ok());
  EXPECT_TRUE(Keys("").empty());
  EXPECT_EQ(store_->position(), (LogPosition{"other", 0}));
}

TEST_P(StateStoreContract, AVisitorsErrorEndsTheVisit) {
  ASSERT_TRUE(store_->Commit({{"a/1", "one"}, {"a/2", "two"}}, {"log", 1}).ok());
  int visits = 0;
  const absl::Status status = store_->ForEach("a/", [&](absl::string_view, absl::string_view) {
    ++visits;
    return absl::DataLossError("bad");
  });
  EXPECT_TRUE(absl::IsDataLoss(status));
  EXPECT_EQ(visits, 1);
}

INSTANTIATE_TEST_SUITE_P(
    , StateStoreContract,
    ::testing::Values(std::make_pair("Memory", [] { return std::make_unique<MemoryStateStore>(); }),
                      std::make_pair("Rocks", [] { return *OpenRocksStateStore(NewFolder()); })),
    [](const auto& info) { return info.param.first; });

TEST(RocksStateStoreTest, SurvivesReopening) {
  const std::string folder = NewFolder();
  ASSERT_TRUE((*OpenRocksStateStore(folder))->Commit({{"a/1", "one"}}, {"log", 7}).ok());
  auto reopened = OpenRocksStateStore(folder);
  EXPECT_EQ(*(*reopened)->Get("a/1"), "one");
  EXPECT_EQ((*reopened)->position(), (LogPosition{"log", 7}));
}

TEST(RocksStateStoreTest, AFolderInUseIsOneClearError) {
  const std::string folder = NewFolder();
  auto first = OpenRocksStateStore(folder);
  const absl::Status status = OpenRocksStateStore(folder).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
}

TEST(RocksStateStoreTest, ADamagedFolderIsEmptied) {
  const std::string folder = NewFolder();
  ASSERT_TRUE((*OpenRocksStateStore(folder))->Commit({{"a/1", "one"}}, {"log", 7}).ok());
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().filename().string().find("MANIFEST") == 0) {
      std::ofstream(file.path(), std::ios::trunc) << "not a manifest";
    }
  }
  auto reopened = OpenRocksStateStore(folder);
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ((*reopened)->position(), LogPosition());
}

TEST(RocksStateStoreTest, ADamagedRecordIsDataLossUntilAllIsForgotten) {
  const std::string folder = NewFolder();
  {
    auto store = OpenRocksStateStore(folder);
    for (int i = 0; i < 5'000; ++i)  // several files
      ASSERT_TRUE((*store)->Commit({{absl::StrCat("a/", i), Noise(5'000)}}, {"log", i}).ok());
  }
  auto reopened = OpenRocksStateStore(folder);
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".sst") FlipByte(file.path(), 3'000);
  }
  int lost = 0;
  for (int i = 0; i < 5'000; ++i)
    lost += absl::IsDataLoss((*reopened)->Get(absl::StrCat("a/", i)).status());
  EXPECT_GT(lost, 0);
  EXPECT_TRUE((*reopened)->is_damaged());
  ASSERT_TRUE((*reopened)->Wipe("log").ok());
  EXPECT_FALSE((*reopened)->is_damaged());
  ASSERT_TRUE((*reopened)->Commit({{"a/1", "one"}}, {"log", 1}).ok());
  EXPECT_EQ(*(*reopened)->Get("a/1"), "one");
  EXPECT_TRUE(absl::IsNotFound((*reopened)->Get("a/2").status()));
}

TEST(RocksStateStoreTest, AFolderOfAnotherFormatIsEmptied) {
  const std::string folder = NewFolder();
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, folder, &db).ok());
  ASSERT_TRUE(db->Put({}, "!position", "7 log").ok());
  ASSERT_TRUE(db->Put({}, "a/1", "one").ok());
  delete db;
  auto store = OpenRocksStateStore(folder);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ((*store)->position(), LogPosition());
  EXPECT_FALSE((*store)->Get("a/1").ok());
}

}  // namespace
}  // namespace akin
