#include "services/ingestion/parse/story_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

constexpr absl::string_view kStory =
    "Ferry returns to Kiruna harbour\n\nThe ferry sails again.\n\nUpdate: 2023-08-16 04:21 GMT\n\n"
    "The first paragraph.\n\nThe second\nparagraph.\n\nSimilar News\nAnother headline\n";

ParsedItem ParsedStory(absl::string_view bytes) {
  const auto document = ParseDocument(bytes, {});
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok()) return {};
  EXPECT_EQ(document->format, DocumentFormat::kStoryText);
  return document->items.at(0);
}

std::string Stamp(const absl::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%d %H:%M:%S", *time, absl::UTCTimeZone()) : "unknown";
}

void ExpectTheStory(const ParsedItem& item) {
  EXPECT_EQ(item.title, "Ferry returns to Kiruna harbour");
  EXPECT_EQ(item.summary, "The ferry sails again.");
  EXPECT_EQ(item.content, "The first paragraph.\n\nThe second\nparagraph.");
  EXPECT_EQ(Stamp(item.updated), "2023-08-16 04:21:00");
  EXPECT_EQ(Stamp(item.published), "unknown");
}

TEST(StoryText, HasHeadlineSummaryStampAndBody) { ExpectTheStory(ParsedStory(kStory)); }

TEST(StoryText, ToleratesLineEndsMarksAndBlanks) {
  ExpectTheStory(ParsedStory(absl::StrReplaceAll(kStory, {{"\n", "\r\n"}})));
  ExpectTheStory(ParsedStory(absl::StrReplaceAll(kStory, {{"\n", "\r"}})));
  ExpectTheStory(ParsedStory(absl::StrReplaceAll(kStory, {{"\n", " \t\n"}})));
  ExpectTheStory(ParsedStory(absl::StrCat("\xEF\xBB\xBF", kStory)));
  ExpectTheStory(ParsedStory(absl::StrCat("\n\n", kStory)));
  ExpectTheStory(ParsedStory(
      absl::StrReplaceAll(kStory, {{"\n\n", "\n\n\n"}, {"Similar News", " similar news "}})));
}

TEST(StoryText, ReadsStampsInManyForms) {
  const std::vector<std::pair<std::string, std::string>> stamps = {
      {"Update: 2023-08-16 04:21 GMT", "2023-08-16 04:21:00"},
      {"Updated: 2023-08-16 04:21:07 UTC", "2023-08-16 04:21:07"},
      {"UPDATE : 2023-08-16 06:21 CEST", "2023-08-16 04:21:00"},
      {"Last updated: 2023-08-16 00:21 EDT", "2023-08-16 04:21:00"},
      {"Update: 2023-08-16T09:51+05:30", "2023-08-16 04:21:00"},
      {"Update: Wed, 16 Aug 2023 04:21:00 +0000", "2023-08-16 04:21:00"},
      {"Update: soon", "unknown"},
  };
  for (const auto& [line, want] : stamps) {
    const ParsedItem item =
        ParsedStory(absl::StrCat("Headline\n\nSummary.\n\n", line, "\n\nBody.\n"));
    EXPECT_EQ(Stamp(item.updated), want) << line;
    EXPECT_EQ(item.summary, "Summary.") << line;
    EXPECT_EQ(item.content, "Body.") << line;
  }
}

TEST(StoryText, PublishedIsTheFirstPublication) {
  const ParsedItem item =
      ParsedStory("H\n\nPublished: 2023-08-15 10:00 GMT\nUpdated: 2023-08-16 04:21 GMT\n\nBody.");
  EXPECT_EQ(Stamp(item.published), "2023-08-15 10:00:00");
  EXPECT_EQ(Stamp(item.updated), "2023-08-16 04:21:00");
  EXPECT_EQ(item.content, "Body.");
}

TEST(StoryText, MayLackSummaryStampAndBody) {
  EXPECT_EQ(ParsedStory("H\n\nUpdate: 2023-08-16 04:21 GMT\n\nBody.").summary, "");
  EXPECT_EQ(ParsedStory("H\n\nUpdate: 2023-08-16 04:21 GMT\n\nBody.").content, "Body.");
  EXPECT_EQ(ParsedStory("H\n\nOnly paragraph.").content, "Only paragraph.");
  EXPECT_EQ(ParsedStory("H\n\nSummary.\n\nBody.\n\nMore.").summary, "Summary.");
  EXPECT_EQ(ParsedStory("H\n\nSummary.\n\nBody.\n\nMore.").content, "Body.\n\nMore.");
  EXPECT_EQ(ParsedStory("H").title, "H");
}

TEST(StoryText, DoesNotTakeASentenceForAStamp) {
  const ParsedItem item =
      ParsedStory("H\n\nSummary.\n\nUpdate: the company has since denied the report.\n\nBody.");
  EXPECT_EQ(item.content, "Update: the company has since denied the report.\n\nBody.");
}

TEST(StoryText, ReadsWindows1252) {
  EXPECT_EQ(ParsedStory("\x93"
                        "Caf\xE9\x94 \x96 reopened\n\nBody.")
                .title,
            "\xE2\x80\x9C"
            "Caf\xC3\xA9\xE2\x80\x9D \xE2\x80\x93 reopened");
}

TEST(StoryText, RefusesWithTheFieldsName) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "content: empty"},
      {" \n\r\n\t", "content: empty"},
      {"\xEF\xBB\xBF", "content: empty"},
      {"Update: 2023-08-16 04:21 GMT\n\nBody.", "content.headline: empty"},
      {"Similar News\nx", "content.headline: empty"},
      {"\n\n" + std::string(300, 'x') + "\n\nUpdate: 2023-08-16\n\nBody.",
       "content.headline: empty"},
      {std::string("MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF", 14),
       "content: neither text nor a feed that can be read"},
  };
  for (const auto& [bytes, want] : bad) {
    EXPECT_EQ(ParseDocument(bytes, {}).status().message(), want) << bytes;
  }
}

}  // namespace
}  // namespace akin
