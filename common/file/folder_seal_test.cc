#include "common/file/folder_seal.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/match.h"
#include "common/testing/file_damage.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

Sealed Rule(absl::string_view name) {
  if (absl::EndsWith(name, ".log")) return Sealed::kNot;
  return absl::EndsWith(name, ".sst") ? Sealed::kSize : Sealed::kBytes;
}

class FolderSealTest : public ::testing::Test {
 protected:
  FolderSealTest() {
    folder_ = (fs::temp_directory_path() / "akin-seal-XXXXXX").string();
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    for (const char* name : {"index", "table.sst", "people.log"}) Write(name, "some bytes");
    EXPECT_TRUE(SealFolder(folder_, Rule).ok());
  }
  ~FolderSealTest() override { fs::remove_all(folder_); }

  fs::path Path(const char* name) const { return fs::path(folder_) / name; }
  void Write(const char* name, const char* bytes) const { std::ofstream(Path(name)) << bytes; }
  absl::Status Break() const { return BreakSeal(folder_, Rule); }

  std::string folder_;
};

TEST_F(FolderSealTest, WhatIsAsItWasIsBrokenOnce) {
  EXPECT_TRUE(Break().ok());
  EXPECT_FALSE(fs::exists(Path("akin-seal")));
  FlipByte(Path("index"), 3);
  EXPECT_TRUE(Break().ok()) << "whoever broke the seal may have changed it";
}

TEST_F(FolderSealTest, AByteThatWasFlippedIsDataLossAgainAndAgain) {
  FlipByte(Path("index"), 3);
  for (int i = 0; i < 2; ++i) {
    const absl::Status status = Break();
    EXPECT_TRUE(absl::IsDataLoss(status)) << status;
    EXPECT_EQ(status.message(), "file index has changed");
  }
}

TEST_F(FolderSealTest, AFileThatIsGoneIsDataLoss) {
  fs::remove(Path("table.sst"));
  EXPECT_EQ(Break().message(), "file table.sst is missing");
}

TEST_F(FolderSealTest, OfSomeFilesOnlyTheSizeCountsAndOfSomeNothing) {
  FlipByte(Path("table.sst"), 3);
  Write("people.log", "");
  EXPECT_TRUE(Break().ok());
}

TEST_F(FolderSealTest, AFileThatIsCutIsDataLoss) {
  fs::resize_file(Path("table.sst"), 3);
  EXPECT_TRUE(absl::IsDataLoss(Break()));
}

TEST_F(FolderSealTest, ASealThatIsNoneIsDataLoss) {
  Write("akin-seal", "\x01\x02");
  EXPECT_TRUE(absl::IsDataLoss(Break()));
}

}  // namespace
}  // namespace akin
