#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ParsedDocument ParseJsonFeed(absl::string_view bytes, const DocumentHints& hints = {}) {
  auto document = ParseDocument(bytes, hints);
  EXPECT_TRUE(document.ok()) << document.status() << " " << bytes.substr(0, 200);
  return document.ok() ? *std::move(document) : ParsedDocument{};
}

std::string JsonFeedError(absl::string_view bytes) {
  return std::string(ParseDocument(bytes, {}).status().message());
}

// The one item of a feed with these members.
ParsedItem JsonFeedItem(absl::string_view members, absl::string_view feed_members = "") {
  const ParsedDocument document =
      ParseJsonFeed(absl::StrCat(R"({"version": "https://jsonfeed.org/version/1.1", )",
                                 feed_members, R"("items": [{)", members, "}]}"));
  EXPECT_EQ(document.items.size(), 1u) << members;
  return document.items.empty() ? ParsedItem{} : document.items[0];
}

TEST(JsonFeed, ReadsAWholeFeed) {
  const ParsedDocument document = ParseJsonFeed(R"({
    "version": "https://jsonfeed.org/version/1.1", "title": "Kiruna Wire",
    "home_page_url": "https://wire.example/", "feed_url": "https://wire.example/feed.json",
    "description": "All of it", "language": "en-GB", "icon": "https://wire.example/i.png",
    "authors": [{"name": "Ed Itor"}],
    "items": [{"id": "a-1", "url": "https://wire.example/a", "title": "Ferry & tram",
      "content_html": "<p>Long one.</p><p>Two.</p>", "summary": "Short.",
      "image": "/p.jpg", "date_published": "2024-05-06T09:08:09+02:00",
      "date_modified": "2024-05-07T00:00:00Z", "authors": [{"name": "Maja Lindqvist"}],
      "tags": ["World", "Sea"], "language": "sv",
      "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}]},
      {"id": "a-2", "content_text": "One.\n\nTwo."}]})");
  EXPECT_EQ(document.format, DocumentFormat::kJsonFeed);
  EXPECT_EQ(document.feed.id, "https://wire.example/feed.json");
  EXPECT_EQ(document.feed.title, "Kiruna Wire");
  EXPECT_EQ(document.feed.link, "https://wire.example/");
  EXPECT_EQ(document.feed.description, "All of it");
  EXPECT_EQ(document.feed.author, "Ed Itor");
  EXPECT_EQ(document.feed.image, "https://wire.example/i.png");
  ASSERT_EQ(document.items.size(), 2u);
  const ParsedItem& item = document.items[0];
  EXPECT_EQ(item.id, "a-1");
  EXPECT_EQ(item.link, "https://wire.example/a");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.content, "Long one.\n\nTwo.");
  EXPECT_EQ(item.content_html, "<p>Long one.</p><p>Two.</p>");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.image, "https://wire.example/p.jpg");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714979289));
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1715040000));
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(item.categories, ElementsAre("World", "Sea"));
  EXPECT_EQ(item.language, "sv");
  ASSERT_EQ(item.enclosures.size(), 1u);
  EXPECT_EQ(item.enclosures[0].url, "https://wire.example/a.mp3");
  EXPECT_EQ(item.enclosures[0].length, "5");
  EXPECT_EQ(document.items[1].content, "One.\n\nTwo.");
  EXPECT_EQ(document.items[1].content_html, "");
  EXPECT_EQ(document.items[1].language, "en-GB");
  EXPECT_THAT(document.items[1].authors, ElementsAre("Ed Itor"));
}

TEST(JsonFeed, ReadsVersionOneAuthorAndNumbersForIds) {
  const ParsedItem item = JsonFeedItem(R"("id": 7, "author": {"name": "Ann"})");
  EXPECT_EQ(item.id, "7");
  EXPECT_THAT(item.authors, ElementsAre("Ann"));
}

TEST(JsonFeed, LinksToTheOtherPageWhereItHasNoneOfItsOwn) {
  EXPECT_EQ(JsonFeedItem(R"("external_url": "https://other.example/x")").link,
            "https://other.example/x");
  EXPECT_EQ(JsonFeedItem(R"j("url": "javascript:alert(1)")j").link, "");
}

TEST(JsonFeed, LinksToItsIdWhereThatIsAnAddress) {
  EXPECT_EQ(JsonFeedItem(R"("id": "https://wire.example/a")").link, "https://wire.example/a");
  EXPECT_EQ(JsonFeedItem(R"("id": "a-1")").link, "");
}

TEST(JsonFeed, AnItemsAddressIsTheBaseOfWhatIsInIt) {
  const ParsedItem item = JsonFeedItem(R"("url": "a/", "content_html": "<img src='p.png'>x")",
                                       R"("home_page_url": "https://wire.example/en/", )");
  EXPECT_EQ(item.link, "https://wire.example/en/a/");
  EXPECT_EQ(item.image, "https://wire.example/en/a/p.png");
}

TEST(JsonFeed, ReadsAuthorsInTheOtherVersionsShape) {
  EXPECT_THAT(JsonFeedItem(R"("authors": {"name": "Ann"})").authors, ElementsAre("Ann"));
  EXPECT_THAT(JsonFeedItem(R"("author": [{"name": "Ann"}, "Bo"])").authors,
              ElementsAre("Ann", "Bo"));
  EXPECT_THAT(JsonFeedItem(R"("author": "Ann", "authors": ["Ann", {"name": "Bo"}])").authors,
              ElementsAre("Ann", "Bo"));
}

TEST(JsonFeed, TakesNothingForMarkupInPlainTexts) {
  EXPECT_EQ(JsonFeedItem(R"("title": "Why <b>bold</b> &amp; </i>\nfail")").title,
            "Why <b>bold</b> &amp; </i> fail");
  EXPECT_EQ(JsonFeedItem(R"("summary": "a <li>b</li> < &c")").summary, "a <li>b</li> < &c");
  const ParsedItem item =
      JsonFeedItem(R"("content_text": "Write <p>x</p>\nand pair<int>.\n\nEnd.")");
  EXPECT_EQ(item.content, "Write <p>x</p>\nand pair<int>.\n\nEnd.");
  EXPECT_EQ(item.content_html, "");
}

TEST(JsonFeed, WrongTypesSayNothing) {
  const ParsedItem item = JsonFeedItem(
      R"("id": {"a": 1}, "url": ["x"], "title": null, "content_html": 5, "tags": {"a": "b"},
         "authors": "Ann", "attachments": "x", "date_published": true, "image": [])");
  EXPECT_EQ(item.id, "");
  EXPECT_EQ(item.link, "");
  EXPECT_EQ(item.title, "");
  EXPECT_FALSE(item.published);
  EXPECT_TRUE(item.error.ok());
}

TEST(JsonFeed, OneBadItemLosesNoOther) {
  const ParsedDocument document = ParseJsonFeed(
      R"({"version": "https://jsonfeed.org/version/1", "items": [{"id": "a"}, 5, {"id": "b"}]})");
  ASSERT_EQ(document.items.size(), 3u);
  EXPECT_EQ(document.items[1].error.message(), "items[1]: not an object");
  EXPECT_EQ(document.items[2].id, "b");
}

TEST(JsonFeed, IsKnownWithoutItsVersion) {
  for (const char* feed :
       {R"({"title": "t", "items": [{"id": 1, "content_text": "x"}]})",
        R"({"title": "t", "items": [{"id": 1, "url": "https://wire.example/a"}]})",
        R"({"feed_url": "https://wire.example/f", "items": [{"id": 1, "title": "x"}]})",
        R"({"items": [{"id": 1, "title": "x", "content_html": "<p>x</p>"}]})",
        R"({"version": 1.1, "items": [{"id": 1, "title": "x", "date_published": "2026"}]})"}) {
    EXPECT_EQ(ParseJsonFeed(feed).format, DocumentFormat::kJsonFeed) << feed;
  }
}

TEST(JsonFeed, OtherJsonIsRefused) {
  EXPECT_EQ(JsonFeedError(R"({"status": "error", "items": 7})"),
            "content: JSON that is neither a JSON Feed nor ninjs");
  EXPECT_EQ(JsonFeedError(R"({"a": 1 2})"), "content: JSON that cannot be read");
}

TEST(JsonFeed, IsReadInEveryEncodingOfUnicode) {
  const std::string feed =
      R"({"version": "https://jsonfeed.org/version/1", "items": [{"title": "Zürich"}]})";
  std::string utf16, utf32;
  for (const char32_t c :
       U"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": "
       U"[{\"title\": \"Z\u00FCrich\"}]}") {
    if (c == 0) break;
    utf16 += {static_cast<char>(c & 0xFF), '\0'};
    utf32 += {'\0', '\0', '\0', static_cast<char>(c & 0xFF)};
  }
  for (const std::string& bytes : {feed, "\xEF\xBB\xBF" + feed, "\xFF\xFE" + utf16, utf16, utf32}) {
    const ParsedDocument document = ParseJsonFeed(bytes, {.media_type = "x/y; charset=iso-8859-2"});
    ASSERT_EQ(document.items.size(), 1u);
    EXPECT_EQ(document.items[0].title, "Zürich");
  }
}

TEST(JsonFeed, SaysThatItHasTooManyItems) {
  std::string many = R"({"version": "https://jsonfeed.org/version/1", "items": [0)";
  for (size_t i = 0; i < kMaxItems + 10; ++i) many += ",0";
  const ParsedDocument document = ParseJsonFeed(many + "]}");
  ASSERT_EQ(document.items.size(), kMaxItems + 1);
  EXPECT_EQ(document.items.back().error.message(),
            "content: more than 50000 items, the rest is left out");
}

TEST(JsonFeed, HostileDepthAndSizeAreRefused) {
  EXPECT_THAT(JsonFeedError(absl::StrCat(R"({"items": )", std::string(8 << 20, '['))),
              HasSubstr("content: JSON that nests deeper"));
  std::string many = R"({"items": [)";
  for (int i = 0; i < 1'000'000; ++i) many += "[],";
  EXPECT_THAT(JsonFeedError(many), HasSubstr("content: JSON that has more than"));
}

}  // namespace
}  // namespace akin
