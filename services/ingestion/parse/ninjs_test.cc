#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

ParsedDocument ParseNinjs(absl::string_view bytes) {
  auto document = ParseDocument(bytes, {});
  EXPECT_TRUE(document.ok()) << document.status() << " " << bytes.substr(0, 200);
  return document.ok() ? *std::move(document) : ParsedDocument{};
}

ParsedItem NinjsItem(absl::string_view bytes) {
  const ParsedDocument document = ParseNinjs(bytes);
  EXPECT_EQ(document.format, DocumentFormat::kNinjs);
  EXPECT_EQ(document.items.size(), 1u);
  return document.items.empty() ? ParsedItem{} : document.items[0];
}

TEST(Ninjs, ReadsVersionOne) {
  const ParsedItem item = NinjsItem(R"({"uri": "urn:wire:17", "type": "text",
    "versioncreated": "2024-05-06T07:08:09Z", "firstcreated": "2024-05-05T00:00:00Z",
    "language": "en", "headline": "Ferry & tram", "byline": "By Maja Lindqvist and Bo Ek, Wire",
    "description_text": "Short.", "body_xhtml": "<p>One.</p><p>Two.</p>",
    "subject": [{"name": "Economy", "code": "04000000"}], "place": [{"name": "Kiruna"}],
    "copyrightnotice": "© Wire",
    "associations": {"photo": {"type": "picture", "renditions": {
      "thumb": {"href": "https://wire.example/s.jpg", "mimetype": "image/jpeg", "width": 80},
      "main": {"href": "https://wire.example/l.jpg", "mimetype": "image/jpeg", "width": 800}}}}})");
  EXPECT_EQ(item.id, "urn:wire:17");
  EXPECT_EQ(item.link, "");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.content, "One.\n\nTwo.");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714867200));
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1714979289));
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist", "Bo Ek"));
  EXPECT_THAT(item.categories, ElementsAre("Economy"));
  EXPECT_THAT(item.keywords, ElementsAre("Kiruna"));
  EXPECT_EQ(item.language, "en");
  EXPECT_EQ(item.rights, "© Wire");
  EXPECT_EQ(item.image, "https://wire.example/l.jpg");
}

TEST(Ninjs, ReadsTheListsOfLaterVersionsAndTheirCase) {
  const ParsedItem item = NinjsItem(R"({"standard": {"name": "ninjs", "version": "3.0"},
    "uri": "https://wire.example/17", "versionCreated": "2024-05-06T07:08:09Z", "by": "Ann",
    "headlines": [{"role": "social", "value": "Short"}, {"role": "main", "value": "Long"}],
    "descriptions": [{"role": "text", "value": "Summary."}],
    "bodies": [{"contentType": "text/plain", "value": ""},
               {"contentType": "text/html", "value": "<p>One.</p>"}],
    "subjects": [{"name": "Economy"}], "copyrightNotice": "©",
    "renditions": [{"name": "main", "href": "https://wire.example/v.mp4",
                    "contentType": "video/mp4", "sizeInBytes": 5}]})");
  EXPECT_EQ(item.link, "https://wire.example/17");
  EXPECT_EQ(item.title, "Long");
  EXPECT_EQ(item.summary, "Summary.");
  EXPECT_EQ(item.content, "One.");
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1714979289));
  EXPECT_THAT(item.authors, ElementsAre("Ann"));
  EXPECT_THAT(item.categories, ElementsAre("Economy"));
  ASSERT_EQ(item.enclosures.size(), 1u);
  EXPECT_EQ(item.enclosures[0].length, "5");
  EXPECT_EQ(item.image, "");
}

TEST(Ninjs, ReadsNitfInABody) {
  const ParsedItem item = NinjsItem(R"({"uri": "u", "bodies": [{"contentType": "text/vnd.IPTC.NITF",
    "value": "<nitf><body><body.content><p>One.</p></body.content></body></nitf>"}]})");
  EXPECT_EQ(item.content, "One.");
}

TEST(Ninjs, ReadsAnArrayOfItems) {
  const ParsedDocument document = ParseNinjs(
      R"([{"uri": "a", "headline": "A"}, 5, {"uri": "b", "headline": "B", "pubstatus": "canceled"}])");
  ASSERT_EQ(document.items.size(), 2u);
  EXPECT_TRUE(document.items[0].error.ok());
  EXPECT_EQ(document.items[1].error.message(),
            "content: the agency says \"canceled\" of this item");
}

TEST(Ninjs, ReadsWhatNewsroomSystemsExport) {
  const ParsedItem item =
      NinjsItem(R"({"guid": "urn:newsml:wire.example:2026-11-29:1", "type": "text",
    "version": "3", "pubstatus": "usable", "versioncreated": "2026-11-29T10:00:00+0000",
    "firstcreated": "2026-11-29T09:00:00+0000", "firstpublished": "2026-11-29T09:30:00+0000",
    "headline": "Ferry & tram", "slugline": "FERRY", "language": "en",
    "description_text": "Short.", "body_html": "<p>One.</p><p>Two.</p>",
    "authors": [{"name": "Maja Lindqvist", "role": "writer"}],
    "service": [{"code": "i", "name": "International"}], "keywords": ["ferry"],
    "subject": [{"code": "04000000", "name": "Economy"}, {"code": "x"}]})");
  EXPECT_EQ(item.id, "urn:newsml:wire.example:2026-11-29:1");
  EXPECT_EQ(item.link, "");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.content, "One.\n\nTwo.");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1795944600));
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1795946400));
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(item.categories, ElementsAre("International", "Economy"));
  EXPECT_THAT(item.keywords, ElementsAre("ferry"));
  EXPECT_TRUE(item.error.ok());
}

TEST(Ninjs, ReadsTheListInAnApisAnswer) {
  const ParsedDocument document = ParseNinjs(
      R"({"_items": [{"guid": "a", "headline": "A"}, {"uri": "b", "headline": "B"}], "_meta": {}})");
  EXPECT_EQ(document.format, DocumentFormat::kNinjs);
  ASSERT_EQ(document.items.size(), 2u);
  EXPECT_EQ(document.items[1].title, "B");
}

TEST(Ninjs, ReadsTheStoriesInAPackage) {
  const ParsedDocument document =
      ParseNinjs(R"({"guid": "p", "type": "composite", "headline": "Both",
    "associations": {
      "a": {"guid": "a", "type": "text", "headline": "A", "body_text": "One.", "associations": {
        "b": {"guid": "b", "type": "text", "headline": "B", "body_text": "Two."}}},
      "c": {"guid": "c", "type": "picture", "headline": "C", "body_text": "A caption."},
      "d": {"guid": "d", "type": "text", "headline": "Only named"}, "e": null}})");
  ASSERT_EQ(document.items.size(), 2u);
  EXPECT_EQ(document.items[0].title, "A");
  EXPECT_EQ(document.items[1].title, "B");
}

TEST(Ninjs, WrongTypesSayNothing) {
  const ParsedItem item =
      NinjsItem(R"({"uri": "u", "headline": 5, "headlines": "x", "bodies": [1, "a"],
    "body_xhtml": {"a": 1}, "subject": {"name": "x"}, "renditions": 3, "associations": [null],
    "versioncreated": [], "by": null})");
  EXPECT_EQ(item.content, "");
  EXPECT_THAT(item.categories, IsEmpty());
  EXPECT_FALSE(item.updated);
}

}  // namespace
}  // namespace akin
