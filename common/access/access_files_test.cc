#include "common/access/access_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>

namespace akin {
namespace {

using ::testing::HasSubstr;

constexpr char kPolicy[] = R"({"name": "first", "allow_rules": [{"name": "all"}]})";
constexpr char kOther[] = R"({"name": "second", "allow_rules": [{"name": "all"}]})";

class AccessFilesTest : public ::testing::Test {
 protected:
  AccessFilesTest() {
    std::string folder = (std::filesystem::temp_directory_path() / "akin-access-XXXXXX").string();
    folder_ = mkdtemp(folder.data());
  }
  ~AccessFilesTest() override {
    files_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path + ".new") << text;
    std::filesystem::rename(path + ".new", path);
    return path;
  }

  absl::Status Open(const AccessFiles::Paths& paths) {
    auto files = AccessFiles::Open(paths, [this](absl::string_view, const absl::Status& status) {
      changes_.set_value(status);
    });
    if (files.ok()) files_ = *std::move(files);
    return files.status();
  }
  // What the next change comes to.
  absl::Status NextChange() {
    const absl::Status status = changes_.get_future().get();
    changes_ = {};
    return status;
  }

  std::string folder_;
  std::promise<absl::Status> changes_;
  std::unique_ptr<AccessFiles> files_;
};

TEST_F(AccessFilesTest, WithoutFilesThereIsNeitherPolicyNorToken) {
  ASSERT_TRUE(Open({}).ok());
  EXPECT_EQ(files_->policy(), nullptr);
  EXPECT_EQ(files_->tokens(), nullptr);
}

TEST_F(AccessFilesTest, AMistakeAtTheStartNamesFlagFileAndPlace) {
  const std::string path = Write("policy", R"({"name": "p"})");
  EXPECT_EQ(std::string(Open({.policy = path}).message()),
            "--policy_file: " + path + ": policy: want allow_rules");
  EXPECT_THAT(std::string(Open({.tokens = Write("tokens", "x")}).message()),
              HasSubstr("tokens: line 1: "));
  EXPECT_THAT(std::string(Open({.policy = "/nowhere/p"}).message()),
              HasSubstr("--policy_file: /nowhere/p: No such file"));
}

TEST_F(AccessFilesTest, AChangeIsTakenAndAWrongOneIsNot) {
  ASSERT_TRUE(Open({.policy = Write("policy", kPolicy)}).ok());
  EXPECT_EQ(files_->policy()->name, "first");
  Write("policy", kOther);
  EXPECT_TRUE(NextChange().ok());
  EXPECT_EQ(files_->policy()->name, "second");
  Write("policy", "{");
  EXPECT_FALSE(NextChange().ok());
  EXPECT_EQ(files_->policy()->name, "second");
  std::filesystem::remove(folder_ + "/policy");
  EXPECT_FALSE(NextChange().ok());
  EXPECT_EQ(files_->policy()->name, "second");
}

}  // namespace
}  // namespace akin
