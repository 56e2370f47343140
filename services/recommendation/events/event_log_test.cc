#include "services/recommendation/events/event_log.h"

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "common/status/errors.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/recommendation/events/event_file.h"
#include "services/recommendation/events/testing_events.h"

namespace akin {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

std::string LogFolder() {
  std::string folder = ::testing::TempDir() + "event_log_XXXXXX";
  return mkdtemp(folder.data());
}

class EventLogTest : public ::testing::Test {
 protected:
  void Open() { log_ = EventLog::Open({.folder = folder_}, clock_).value(); }
  void Append(absl::string_view id) {
    ASSERT_TRUE(log_->Append(EncodeEvent(Click(id, "a", "b", 1))).ok());
  }
  // 2023-11-14, by FakeClock's first time.
  std::string path(absl::string_view name) const { return absl::StrCat(folder_, "/", name); }
  std::vector<std::string> Ids(absl::string_view name) const {
    std::vector<std::string> ids;
    const auto read =
        ReadEventFile(path(name), [&](const auto& e) { ids.push_back(e.event_id()); });
    EXPECT_TRUE(read.ok()) << read.status();
    return ids;
  }

  const std::string folder_ = LogFolder();
  FakeClock clock_;
  std::unique_ptr<EventLog> log_;
};

TEST_F(EventLogTest, WhatIsSyncedIsInTheFileOfTheDayInOrder) {
  Open();
  Append("1");
  Append("2");
  ASSERT_TRUE(log_->Sync().ok());
  EXPECT_THAT(Ids("2023-11-14.events"), ElementsAre("1", "2"));
  clock_.Advance(absl::Hours(24));
  Append("3");
  ASSERT_TRUE(log_->Sync().ok());
  EXPECT_THAT(Ids("2023-11-14.events"), ElementsAre("1", "2"));
  EXPECT_THAT(Ids("2023-11-15.events"), ElementsAre("3"));
}

TEST_F(EventLogTest, AStopWritesAllAndAStartGoesOnBehindIt) {
  Open();
  Append("1");
  log_.reset();
  Open();
  Append("2");
  log_.reset();
  EXPECT_THAT(Ids("2023-11-14.events"), ElementsAre("1", "2"));
}

TEST_F(EventLogTest, HalfAnEventAtTheEndIsCutOff) {
  Open();
  Append("1");
  log_.reset();
  const std::string file = path("2023-11-14.events");
  const auto whole = fs::file_size(file);
  for (const std::string& torn :
       {EncodeEvent(Click("2", "a", "b", 1)).substr(0, 7), std::string(100, '\0')}) {
    fs::resize_file(file, whole);
    std::ofstream(file, std::ios::binary | std::ios::app) << torn;
    EXPECT_THAT(Ids("2023-11-14.events"), ElementsAre("1"));
    Open();
    Append("3");
    log_.reset();
    EXPECT_THAT(Ids("2023-11-14.events"), ElementsAre("1", "3"));
  }
}

TEST_F(EventLogTest, FilesOlderThanTheRetentionAreRemovedAndNothingElse) {
  for (const char* name : {"2023-10-14.events", "2023-10-15.events", "2023-01-01.events.bak",
                           "2023-1-1.events", "notes.txt"}) {
    std::ofstream(path(name)) << "";
  }
  Open();
  EXPECT_FALSE(fs::exists(path("2023-10-14.events"))) << "31 days old";
  for (const char* name :
       {"2023-10-15.events", "2023-01-01.events.bak", "2023-1-1.events", "notes.txt"}) {
    EXPECT_TRUE(fs::exists(path(name))) << name;
  }
  clock_.Advance(absl::Hours(24));
  Append("1");
  ASSERT_TRUE(log_->Sync().ok());
  EXPECT_FALSE(fs::exists(path("2023-10-15.events")));
}

TEST_F(EventLogTest, WhatTheDiskRefusesWaitsUntilItIsTakenAndNoMoreThanFits) {
  const std::string in_the_way = path("2023-11-14.events");
  fs::create_directory(in_the_way);
  log_ = EventLog::Open({.folder = folder_, .max_waiting_bytes = 100}, clock_).value();
  Append("1");
  EXPECT_FALSE(log_->Sync().ok());
  absl::Status status;
  while (status.ok()) status = log_->Append(EncodeEvent(Click("more", "a", "b", 1)));
  EXPECT_TRUE(absl::IsUnavailable(status));
  EXPECT_EQ(ErrorReason(status), "EVENTS_NOT_WRITTEN");
  EXPECT_TRUE(RetryAfter(status).has_value());
  fs::remove(in_the_way);
  ASSERT_TRUE(log_->Sync().ok());
  EXPECT_EQ(Ids("2023-11-14.events").front(), "1");
  EXPECT_TRUE(log_->Append(EncodeEvent(Click("after", "a", "b", 1))).ok());
}

TEST(EventFileTest, FilesComeByDayAndAMissingFolderHasNone) {
  EXPECT_TRUE(ListEventFiles("/nonexistent").empty());
  EXPECT_EQ(EventFileName(absl::CivilDay(2024, 5, 31)), "2024-05-31.events");
}

}  // namespace
}  // namespace akin
