#include "tests/bench/akin/state_folder.h"

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin::bench {
namespace {

namespace fs = std::filesystem;

class StateFolderTest : public testing::Test {
 protected:
  StateFolderTest() { root_ = mkdtemp(root_.data()); }
  ~StateFolderTest() override { fs::remove_all(root_); }

  static void Write(const std::string& folder, const std::string& text) {
    fs::create_directories(folder);
    std::ofstream(folder + "/state") << text;
  }
  static std::string Read(const std::string& folder) {
    std::string text;
    std::ifstream(folder + "/state") >> text;
    return text;
  }

  std::string root_ = testing::TempDir() + "kept_XXXXXX";
};

TEST_F(StateFolderTest, WhatIsKeptIsFoundAgainAsACopy) {
  {
    StateFolder first(root_, "some");
    Write(first.path(), "loaded");
    ASSERT_TRUE(first.Keep().ok());
    EXPECT_EQ(Read(first.path()), "loaded");
    Write(first.path(), "changed");
  }
  EXPECT_EQ(Read(StateFolder(root_, "some").path()), "loaded");
}

TEST_F(StateFolderTest, ABrokenOffLoadGoesOn) {
  Write(StateFolder(root_, "some").path(), "half");
  EXPECT_EQ(Read(StateFolder(root_, "some").path()), "half");
}

TEST_F(StateFolderTest, AStateOfAnotherFormatIsNotFound) {
  {
    StateFolder first(root_, "some");
    Write(first.path(), "loaded");
    ASSERT_TRUE(first.Keep().ok());
  }
  const std::string kept = absl::StrCat(root_, "/some-format", kStateFormat);
  ASSERT_TRUE(fs::exists(kept));
  fs::rename(kept, absl::StrCat(root_, "/some-format", kStateFormat, "older"));
  EXPECT_EQ(Read(StateFolder(root_, "some").path()), "");
}

}  // namespace
}  // namespace akin::bench
