#include "services/recommendation/pipelines/pipeline_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/tls/testing/test_certificates.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

class PipelineFileTest : public ::testing::Test {
 protected:
  // As editors and config maps do it: a file is replaced as a whole.
  void Write(const std::string& text) {
    std::ofstream(path_ + ".new") << text;
    std::rename((path_ + ".new").c_str(), path_.c_str());
  }
  static std::string Named(const std::string& name) {
    return absl::StrCat("default_pipeline: '", name, "' pipelines { name: '", name, "' }");
  }
  absl::StatusOr<std::unique_ptr<PipelineFile>> Open() {
    return PipelineFile::Open({.path = path_, .poll = absl::Milliseconds(2)}, metrics_,
                              [this](const PipelineSet&) { ++changes_; });
  }
  static void Await(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::yield();
  }

  const std::string path_ = ::testing::TempDir() + "pipelines.textproto";
  Metrics metrics_;
  std::atomic<int> changes_ = 0;
};

TEST_F(PipelineFileTest, AChangedFileIsUsedAndHasAnotherVersion) {
  Write(Named("one"));
  const auto file = Open().value();
  const std::string version = file->current()->version();
  Write(Named("two"));
  Await([&] { return file->current()->config().default_pipeline() == "two"; });
  EXPECT_NE(file->current()->version(), version);
  EXPECT_EQ(changes_, 2);
}

TEST_F(PipelineFileTest, ABadFileIsRefusedAndTheOneBeforeStays) {
  Write(Named("one"));
  const auto file = Open().value();
  Write("pipelines {");
  Await([&] { return !file->refused().empty(); });
  EXPECT_THAT(file->refused(), HasSubstr("pipelines.textproto: line 1, column 12: "));
  EXPECT_EQ(file->current()->config().default_pipeline(), "one");
  std::remove(path_.c_str());
  Await([&] { return file->refused() == path_ + ": No such file or directory"; });
  Write(Named("one"));
  Await([&] { return file->refused().empty(); });
  EXPECT_EQ(metrics_.GetGauge("akin_pipelines_refused", "").Value(), 0);
}

TEST_F(PipelineFileTest, OneThatNamesACertificateIsUsedOnceThatIsThere) {
  Write(Named("one"));
  const auto file = Open().value();
  const TestAuthority authority;
  const std::string ca = authority.File("comes-later.crt");
  Write(absl::StrCat("plugins { name: 'picks' target: 'picks:7600' tls { ca_file: '", ca, "' } } ",
                     Named("two")));
  Await([&] { return !file->refused().empty(); });
  EXPECT_THAT(file->refused(), HasSubstr("plugins[0].tls.ca_file: "));
  std::filesystem::copy_file(authority.ca(), ca);
  Await([&] { return file->refused().empty(); });
  EXPECT_EQ(file->current()->config().default_pipeline(), "two");
}

TEST_F(PipelineFileTest, AFileThatIsBadAtTheStartIsAnErrorThatNamesIt) {
  Write("default_pipeline: 'x'");
  EXPECT_THAT(std::string(Open().status().message()), HasSubstr("pipelines.textproto: "));
  Write("");
  EXPECT_FALSE(Open().ok());
  std::remove(path_.c_str());
  EXPECT_THAT(std::string(Open().status().message()), HasSubstr("No such file"));
}

}  // namespace
}  // namespace akin
