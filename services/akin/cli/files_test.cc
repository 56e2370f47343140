#include "services/akin/cli/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FilesTest : public ::testing::Test {
 protected:
  FilesTest() { fs::create_directories(root_); }
  ~FilesTest() override { fs::remove_all(root_); }

  std::string Write(const std::string& name, const std::string& text = "x") {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  const fs::path root_ =
      fs::temp_directory_path() / ("akin_files_test." + std::to_string(getpid()));
};

TEST_F(FilesTest, AFolderStandsForItsDocumentsInTheOrderOfTheirNames) {
  const std::string b = Write("in/b.txt");
  const std::string deep = Write("in/a/9.xml");
  Write("in/README.md");
  Write("in/.hidden.txt");
  Write("in/.git/c.txt");
  const auto found = FindDocuments({(root_ / "in").string()});
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_THAT(*found, ElementsAre(deep, b));
}

TEST_F(FilesTest, AFileThatIsNamedIsTakenWhateverItsName) {
  const std::string readme = Write("README.md");
  const auto found = FindDocuments({readme, "-"});
  ASSERT_TRUE(found.ok());
  EXPECT_THAT(*found, ElementsAre(readme, "-"));
}

TEST_F(FilesTest, WhatIsMissingIsNamed) {
  const auto found = FindDocuments({(root_ / "nothing").string()});
  EXPECT_EQ(found.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(found.status().message()), HasSubstr("nothing: No such file"));
  fs::create_directories(root_ / "empty");
  EXPECT_THAT(std::string(FindDocuments({(root_ / "empty").string()}).status().message()),
              HasSubstr("no documents"));
  EXPECT_FALSE(ReadFile(root_.string()).ok());
}

TEST_F(FilesTest, AFileIsReadAsItIs) {
  const std::string bytes("a\0\r\n\xff", 5);
  EXPECT_EQ(*ReadFile(Write("bytes", bytes)), bytes);
}

TEST(LooksLikeHost, FoldersThatAreNamedAfterOutlets) {
  for (const char* host : {"northwire.example", "www.bbc.co.uk", "a-b.de", "24.hu"})
    EXPECT_TRUE(LooksLikeHost(host)) << host;
  for (const char* name : {"", "stories", "v1.2", "2024.01.02", ".akin", "a..b", "x.", "-a.de",
                           "My Folder.app", "Upper.Case", "a.b"})
    EXPECT_FALSE(LooksLikeHost(name)) << name;
}

TEST(FolderName, IsTheFolderThatTheFileIsIn) {
  EXPECT_EQ(FolderName("stories/northwire.example/1.txt"), "northwire.example");
  EXPECT_EQ(FolderName("/a/b/../c/1.txt"), "c");
}

}  // namespace
}  // namespace akin
