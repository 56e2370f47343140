#include "services/ingestion/parse/dates.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace akin {
namespace {

std::string Read(absl::string_view text) {
  const auto time = ParseDate(text);
  return time ? absl::FormatTime("%E4Y-%m-%dT%H:%M:%S", *time, absl::UTCTimeZone()) : "unknown";
}

using Examples = std::vector<std::pair<std::string, std::string>>;

void ExpectAll(const Examples& examples) {
  for (const auto& [text, want] : examples) EXPECT_EQ(Read(text), want) << text;
}

TEST(ParseDate, ReadsMailDates) {
  ExpectAll({
      {"Wed, 16 Aug 2023 04:21:07 GMT", "2023-08-16T04:21:07"},
      {"Wed, 16 Aug 2023 04:21:07 +0200", "2023-08-16T02:21:07"},
      {"16 Aug 2023 04:21 -0330", "2023-08-16T07:51:00"},
      {"Wed, 16 Aug 23 04:21:07 EDT", "2023-08-16T08:21:07"},
      {"Wednesday, 16 August 2023 04:21:07 CEST", "2023-08-16T02:21:07"},
      {"Wed,16 Aug, 2023 4:21:07 Z", "2023-08-16T04:21:07"},
      {"Wed, 16 Aug 2023", "2023-08-16T00:00:00"},
      {"Sun Aug 16 04:21:07 2020", "2020-08-16T04:21:07"},
      {"Wed Aug 16 2023 04:21:07 GMT+0200 (Central European Summer Time)", "2023-08-16T02:21:07"},
      {"Wed, 16 Aug 2023 04:21:07 GMT-05:00", "2023-08-16T09:21:07"},
  });
}

TEST(ParseDate, ReadsIsoDates) {
  ExpectAll({
      {"2023-08-16T04:21:07Z", "2023-08-16T04:21:07"},
      {"2023-08-16T04:21:07.123456+05:30", "2023-08-15T22:51:07"},
      {"2023-08-16 04:21 GMT", "2023-08-16T04:21:00"},
      {"2023-08-16 04:21", "2023-08-16T04:21:00"},
      {"2023-08-16", "2023-08-16T00:00:00"},
      {"2023-08", "2023-08-01T00:00:00"},
      {"2023", "2023-01-01T00:00:00"},
      {"20230816", "2023-08-16T00:00:00"},
      {"20230816T042107Z", "2023-08-16T04:21:07"},
      {"20230816T0421+0100", "2023-08-16T03:21:00"},
      {"2023-228", "2023-08-16T00:00:00"},
      {"2023-08-16T24:00:00Z", "2023-08-17T00:00:00"},
      {"2023-12-31T23:59:60Z", "2024-01-01T00:00:00"},
      {"2023-08-16T04:21:07+02:00[Europe/Berlin]", "2023-08-16T02:21:07"},
      {"1692159667", "2023-08-16T04:21:07"},
      {"1692159667000", "2023-08-16T04:21:07"},
  });
}

TEST(ParseDate, ReadsWhatPeopleWrite) {
  ExpectAll({
      {"August 16, 2023 4:21 PM", "2023-08-16T16:21:00"},
      {"Aug. 16th, 2023 at 12:21 a.m. EST", "2023-08-16T05:21:00"},
      {"16.08.2023 04:21", "2023-08-16T04:21:00"},
      {"8/16/2023 4:21:07 PM", "2023-08-16T16:21:07"},
      {"16/08/2023", "2023-08-16T00:00:00"},
      {"16-08-2023", "2023-08-16T00:00:00"},
      {"2023/08/16 04:21", "2023-08-16T04:21:00"},
      {"16-Aug-2023", "2023-08-16T00:00:00"},
  });
}

TEST(ParseDate, ReadsRareFormsOfTheStandards) {
  ExpectAll({
      {"03335", "2003-12-01T00:00:00"},
      {"2003-12-31T10Z", "2003-12-31T10:00:00"},
      {"Wed, 19 Aug 2009 18:28:00 Etc/GMT", "2009-08-19T18:28:00"},
      {"Thu, 01 Jan 2004 19:48:21 M", "2004-01-01T19:48:21"},
      {"Mon, 01 Jan 2004 19:48 PM", "2004-01-01T19:48:00"},
  });
}

TEST(ParseDate, ReadsOtherLanguages) {
  ExpectAll({
      {"Mittwoch, 16. August 2023, 04:21 Uhr", "2023-08-16T04:21:00"},
      {"16. M\xC3\xA4rz 2023", "2023-03-16T00:00:00"},
      {"mer., 16 ao\xC3\xBBt 2023 04:21:07 +0200", "2023-08-16T02:21:07"},
      {"mar 15 ao\xC3\xBBt 2023 \xC3\xA0 4h21", "unknown"},
      {"mar. 15 ao\xC3\xBBt 2023 4h21", "2023-08-15T04:21:00"},
      {"16 de agosto de 2023", "2023-08-16T00:00:00"},
      {"16 sierpnia 2023", "2023-08-16T00:00:00"},
      {"16 августа 2023 г. 04:21", "2023-08-16T04:21:00"},
      {"2023年8月16日 04:21", "2023-08-16T04:21:00"},
      {"2023년 8월 16일 오후 1:21", "2023-08-16T04:21:00"},
      {"16 A\xC4\x9Fustos 2023", "2023-08-16T00:00:00"},
  });
}

TEST(ParseDate, LeavesWhatIsNoDateUnknown) {
  for (const char* text : {"",
                           " ",
                           "yesterday",
                           "not a date",
                           "30 Feb 2023",
                           "2023-13-01",
                           "2023-08-32",
                           "16 Aug",
                           "04:21",
                           "0",
                           "2023-08-16T25:00:00Z",
                           "Wed, 16 Aug 2023 04:61:00 GMT",
                           "16 Foo 2023",
                           "2023-08-16T04:21:07+99:00",
                           "16 Aug 2023 17 Sep 2024",
                           "99999999999999999999",
                           "2023-08-16 04:21:07:09",
                           "0000-00-00",
                           "--1231",
                           "--12-31",
                           "2003-366",
                           "03366",
                           "2023-08-16T25Z",
                           "x",
                           "12345 2003"}) {
    EXPECT_EQ(Read(text), "unknown") << text;
  }
  EXPECT_EQ(Read(std::string(5000, '1')), "unknown");
}

}  // namespace
}  // namespace akin
