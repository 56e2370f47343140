#include "services/ingestion/fetch/http_fields.h"

#include "gtest/gtest.h"

namespace akin {
namespace {

// RFC 9110, 5.6.7: three spellings of one moment.
const absl::Time kMoment = absl::FromUnixSeconds(784111777);
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST(HttpFieldsTest, DatesAreReadInAllThreeForms) {
  for (const char* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(ParseHttpDate(text), kMoment) << text;
  }
}

TEST(HttpFieldsTest, WhatIsNoDateIsUnknown) {
  for (const char* text : {"", "0", "-1", "never", "Thu, 01 Jan 1970 00:00:00 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text), absl::nullopt) << text;
  }
}

TEST(HttpFieldsTest, AServersTimesCountFromItsOwnClock) {
  EXPECT_EQ(ParseServerTime("Sun, 06 Nov 1994 09:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", kNow),
            kNow + absl::Hours(1));
  EXPECT_EQ(ParseServerTime("Sun, 06 Nov 1994 08:49:37 GMT", "", kNow), kMoment);
}

TEST(HttpFieldsTest, RetryAfterIsSecondsOrADate) {
  EXPECT_EQ(ParseRetryAfter("120", "", kNow), kNow + absl::Seconds(120));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:51:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", kNow),
            kNow + absl::Seconds(120));
  for (const char* text : {"", "-5", "soon", "1.5"}) {
    EXPECT_EQ(ParseRetryAfter(text, "", kNow), absl::nullopt) << text;
  }
}

TEST(HttpFieldsTest, RetryAfterIsBoundedByAYear) {
  const absl::Time year = kNow + absl::Hours(24 * 365);
  EXPECT_EQ(ParseRetryAfter("99999999999999999999999", "", kNow), year);
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 2094 08:51:37 GMT", "", kNow), year);
}

TEST(HttpFieldsTest, MaxAgeIsFoundAmongDirectivesLessAge) {
  EXPECT_EQ(ParseMaxAge("public, max-age=600, must-revalidate", ""), absl::Seconds(600));
  EXPECT_EQ(ParseMaxAge("Max-Age=\"60\"", ""), absl::Seconds(60));
  EXPECT_EQ(ParseMaxAge("max-age=600", "100"), absl::Seconds(500));
  EXPECT_EQ(ParseMaxAge("max-age=600", "1000"), absl::ZeroDuration());
  for (const char* text : {"", "no-store", "max-age", "max-age=", "max-age=x", "s-maxage=5"}) {
    EXPECT_EQ(ParseMaxAge(text, ""), absl::nullopt) << text;
  }
}

TEST(HttpFieldsTest, ControlCharactersStandInNoHeader) {
  EXPECT_TRUE(IsHeaderValue("W/\"a\tb\xff\""));
  for (absl::string_view value :
       {absl::string_view(), absl::string_view("  "), absl::string_view("a\r\nCookie: b"),
        absl::string_view("a\0b", 3), absl::string_view("a\x7f")}) {
    EXPECT_FALSE(IsHeaderValue(value));
  }
}

}  // namespace
}  // namespace akin
