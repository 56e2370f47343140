#include "common/log/log.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

std::string Line(absl::string_view message, LogFields fields = {}) {
  return FormatLogLine(absl::FromUnixMillis(1'706'702'400'007), Severity::kWarning, message,
                       fields);
}

TEST(LogTest, LineIsOneJsonObjectWithTimeSeverityMessageAndFieldsInOrder) {
  EXPECT_EQ(Line("feed not reachable", {{"feed", "feeds/a"}, {"attempt", 3}, {"again", true}}),
            R"({"time":"2024-01-31T12:00:00.007Z","severity":"WARNING",)"
            R"("message":"feed not reachable","feed":"feeds/a","attempt":3,"again":true})");
}

TEST(LogTest, QuotesNewlinesAndBadBytesCannotBreakTheLine) {
  EXPECT_TRUE(absl::StrContains(Line("a\"b\nc\\d"), R"("message":"a\"b\nc\\d")"));
  EXPECT_TRUE(absl::StrContains(Line("bad \xff byte"), "bad \xef\xbf\xbd byte"));
}

TEST(LogTest, NumbersDurationsAndTimesAreWrittenAsSuch) {
  EXPECT_TRUE(absl::StrContains(Line("m", {{"n", std::numeric_limits<int64_t>::min()}}),
                                R"("n":-9223372036854775808)"));
  EXPECT_TRUE(absl::StrContains(Line("m", {{"n", std::numeric_limits<uint64_t>::max()}}),
                                R"("n":18446744073709551615)"));
  EXPECT_TRUE(absl::StrContains(Line("m", {{"took", absl::Milliseconds(1500)}}), R"("took":1.5)"));
  EXPECT_TRUE(absl::StrContains(Line("m", {{"at", absl::UnixEpoch()}}),
                                R"("at":"1970-01-01T00:00:00.000Z")"));
}

TEST(LogTest, LinesBelowTheLevelAreDropped) {
  testing::internal::CaptureStderr();
  Log(Severity::kDebug, "hidden");
  SetLogLevel(Severity::kError);
  Log(Severity::kWarning, "hidden");
  Log(Severity::kError, "shown");
  SetLogLevel(Severity::kInfo);
  const std::string out = testing::internal::GetCapturedStderr();
  EXPECT_FALSE(absl::StrContains(out, "hidden"));
  EXPECT_TRUE(absl::StrContains(out, "shown"));
}

TEST(LogTest, LinesOfManyThreadsDoNotMix) {
  testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      const std::string text(5'000, static_cast<char>('a' + t));
      for (int i = 0; i < 20; ++i) Log(Severity::kInfo, text);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string out = testing::internal::GetCapturedStderr();
  const std::vector<absl::string_view> lines = absl::StrSplit(out, '\n', absl::SkipEmpty());
  EXPECT_EQ(lines.size(), 80u);
  for (absl::string_view line : lines) {
    EXPECT_TRUE(absl::StartsWith(line, R"({"time":")"));
    EXPECT_TRUE(absl::EndsWith(line, R"("})"));
    EXPECT_GT(line.size(), 5'000u);
    EXPECT_LT(line.size(), 5'200u);
  }
}

TEST(LogTest, SeveritiesAreParsedInAnyCase) {
  EXPECT_EQ(ParseSeverity("Warning"), Severity::kWarning);
  EXPECT_EQ(ParseSeverity("error"), Severity::kError);
  EXPECT_FALSE(ParseSeverity("loud"));
}

}  // namespace
}  // namespace akin
