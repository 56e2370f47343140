#include "common/access/audit_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/file/config_file.h"

namespace akin {
namespace {

using ::testing::HasSubstr;

TEST(AuditLog, ALineSaysWhoDidWhatToWhichArticleWhenAndHowItEnded) {
  EXPECT_EQ(AuditLog::Line({.what = "/akin.storage.v1.StorageService/DeleteArticle",
                            .caller = "spiffe://akin.local/editor",
                            .address = "ipv4:10.0.0.1",
                            .name = "articles/a",
                            .outcome = "OK",
                            .reason = "court \"order\"\n",
                            .revision = 7,
                            .trace = "00-1-2-01"},
                           absl::UnixEpoch()),
            R"({"time":"1970-01-01T00:00:00.000Z",)"
            R"("what":"/akin.storage.v1.StorageService/DeleteArticle",)"
            R"("caller":"spiffe://akin.local/editor","address":"ipv4:10.0.0.1",)"
            R"("name":"articles/a","outcome":"OK","reason":"court \"order\"\n","revision":7,)"
            R"("traceparent":"00-1-2-01"})");
}

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest() {
    std::string folder = (std::filesystem::temp_directory_path() / "akin-audit-XXXXXX").string();
    folder_ = mkdtemp(folder.data());
  }
  ~AuditLogTest() override { std::filesystem::remove_all(folder_); }

  std::string Path() const { return folder_ + "/audit.log"; }
  static size_t Lines(const std::string& path) {
    const std::string text = ReadConfigFile(path).value_or("");
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  std::string folder_;
};

TEST_F(AuditLogTest, EntriesAreAppendedToWhatIsThere) {
  AuditLog::Open(Path()).value()->Write({{.what = "a"}, {.what = "b"}});
  AuditLog::Open(Path()).value()->Write({{.what = "c"}});
  EXPECT_EQ(Lines(Path()), 3u);
}

TEST_F(AuditLogTest, AFileThatWasMovedAwayIsMadeAnew) {
  auto log = AuditLog::Open(Path()).value();
  log->Write({{.what = "a"}});
  std::filesystem::rename(Path(), Path() + ".1");
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  size_t written = 1;
  while (!std::filesystem::exists(Path()) && absl::Now() < deadline) {
    log->Write({{.what = "b"}});
    ++written;
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(std::filesystem::exists(Path()));
  EXPECT_EQ(Lines(Path()) + Lines(Path() + ".1"), written);
}

TEST_F(AuditLogTest, AFileThatCannotBeWrittenIsSaid) {
  EXPECT_THAT(std::string(AuditLog::Open("/nowhere/audit").status().message()),
              HasSubstr("/nowhere/audit: No such file"));
}

}  // namespace
}  // namespace akin
