#include "services/akin/cli/places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Samples : public ::testing::Test {
 protected:
  Samples() : root_(fs::temp_directory_path() / ("akin_places." + std::to_string(getpid()))) {
    fs::create_directories(root_);
  }
  ~Samples() override { fs::remove_all(root_); }

  fs::path Folder(const std::string& name) const {
    fs::create_directories(root_ / name);
    return root_ / name;
  }

  const fs::path root_;
};

TEST_F(Samples, OfAnInstalledProgramAreInItsShare) {
  const fs::path samples = Folder("usr/share/akin/samples");
  const auto found = FindSamples(root_ / "usr/bin/akin", "/");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, samples.string());
}

TEST_F(Samples, OfABuiltProgramAreInTheTreeAboveIt) {
  const fs::path samples = Folder("tree/deploy/local/samples");
  const auto found = FindSamples(root_ / "tree/.akin/build/release/bin/akin", "/");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, samples.string());
}

TEST_F(Samples, OfAProgramThatWasBuiltElsewhereAreInTheTreeWhereOneIs) {
  const fs::path samples = Folder("tree/deploy/local/samples");
  const auto found = FindSamples(root_ / "elsewhere/bin/akin", Folder("tree/services/akin"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, samples.string());
}

TEST_F(Samples, ThatAreNowhereAreToldWithWhereTheyWereLookedFor) {
  const auto found = FindSamples(root_ / "usr/bin/akin", root_);
  EXPECT_EQ(found.status().code(), absl::StatusCode::kNotFound);
  const std::string message(found.status().message());
  EXPECT_THAT(message, HasSubstr((root_ / "usr/share/akin/samples").string()));
  EXPECT_THAT(message, HasSubstr("--samples"));
}

TEST(Folders, AreNamedFromTheNearestUpwards) {
  EXPECT_THAT(FoldersUpwards("/a/b"), ElementsAre("/a/b", "/a", "/"));
}

}  // namespace
}  // namespace akin
