#include "services/ingestion/parse/embargo.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

// Noon at Greenwich on 6 May 2026.
constexpr int64_t kNoon = 1'778'068'800;

absl::Time At(int64_t hours) { return absl::FromUnixSeconds(kNoon) + absl::Hours(hours); }

ParsedItem OnlyItem(const std::string& document) {
  const auto parsed = ParseDocument(document, {.url = "https://wire.example/feed"});
  EXPECT_TRUE(parsed.ok()) << parsed.status() << " " << document;
  if (!parsed.ok() || parsed->items.size() != 1) return {};
  return parsed->items[0];
}

std::string ErrorOf(const ParsedItem& item) { return std::string(item.error.message()); }

TEST(Embargo, ATimeWithAZoneIsThatInstant) {
  const char* const kTexts[] = {"2026-05-06T12:00:00Z",      "2026-05-06T14:00:00+02:00",
                                "20260506T080000-0400",      "2026-05-06T12:00Z",
                                "2026-05-06 12:00:00 +0000", "Wed, 06 May 2026 12:00:00 GMT"};
  for (const char* text : kTexts) EXPECT_EQ(ParseEmbargo(text, "f").value(), At(0)) << text;
}

TEST(Embargo, ATimeWithoutAZoneHasComeWhenItHasComeEverywhere) {
  for (const char* text : {"2026-05-06T12:00:00", "20260506T120000", "2026-05-06 12:00:00"})
    EXPECT_EQ(ParseEmbargo(text, "f").value(), At(12)) << text;
  EXPECT_EQ(ParseEmbargo("2026-05-06", "f").value(), At(0)) << "midnight at UTC-12";
  EXPECT_EQ(ParseEmbargo("2026-05", "f").value(), At(0) - absl::Hours(24 * 5));
  EXPECT_TRUE(ParseEmbargo("2026", "f").ok());
}

TEST(Embargo, OfTwoReadingsOfADateTheLaterCounts) {
  EXPECT_EQ(ParseEmbargo("05/06/2026 12:00 GMT", "f"), ParseEmbargo("2026-06-05T12:00:00Z", "f"));
  EXPECT_EQ(ParseEmbargo("06/05/2026 12:00 GMT", "f"), ParseEmbargo("2026-06-05T12:00:00Z", "f"));
}

TEST(Embargo, WhatIsNoTimeIsAnErrorThatNamesTheField) {
  for (const char* text : {"soon", "after the match", "2026-13-45T99:00:00Z", "0"}) {
    const absl::Status status = ParseEmbargo(text, "itemMeta.embargoed").status();
    EXPECT_EQ(status.message(),
              absl::StrCat("itemMeta.embargoed: \"", text,
                           "\" is no time that an embargo ends at; not published"));
  }
}

std::string NewsMl(const std::string& item_meta) {
  return absl::StrCat(
      "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:newsml:wire.example:17'>"
      "<itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:WIRE'/>"
      "<versionCreated>2026-05-05T09:08:09+02:00</versionCreated>",
      item_meta,
      "<pubStatus qcode='stat:usable'/></itemMeta><contentMeta><headline>Budget</headline>"
      "</contentMeta><contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>"
      "<p>The budget.</p></body></html></inlineXML></contentSet></newsItem>");
}

TEST(Embargo, NewsMlSaysItInItsItemsManagementMetadata) {
  EXPECT_EQ(OnlyItem(NewsMl("")).embargo, absl::nullopt);
  EXPECT_EQ(OnlyItem(NewsMl("<embargoed>2026-05-06T14:00:00+02:00</embargoed>")).embargo, At(0));
  EXPECT_EQ(OnlyItem(NewsMl("<embargoed/>")).embargo, UntilFurtherNotice());
  EXPECT_EQ(OnlyItem(NewsMl("<embargoed> </embargoed>")).embargo, UntilFurtherNotice());
  EXPECT_EQ(
      ErrorOf(OnlyItem(NewsMl("<embargoed>on delivery</embargoed>"))),
      "itemMeta.embargoed: \"on delivery\" is no time that an embargo ends at; not published");
}

std::string Ninjs(const std::string& embargoed) {
  return absl::StrCat("{\"uri\": \"urn:wire:17\", \"type\": \"text\", \"headline\": \"Budget\", ",
                      embargoed, "\"versioncreated\": \"2026-05-05T07:08:09Z\", ",
                      "\"body_text\": \"The budget.\"}");
}

TEST(Embargo, NinjsSaysItInAnyVersionAndNullIsNone) {
  EXPECT_EQ(OnlyItem(Ninjs("")).embargo, absl::nullopt);
  EXPECT_EQ(OnlyItem(Ninjs("\"embargoed\": null, ")).embargo, absl::nullopt);
  EXPECT_EQ(OnlyItem(Ninjs("\"embargoed\": \"2026-05-06T12:00:00Z\", ")).embargo, At(0));
  EXPECT_EQ(OnlyItem(Ninjs("\"Embargoed\": \"2026-05-06T12:00:00+0000\", ")).embargo, At(0));
  EXPECT_EQ(OnlyItem(Ninjs("\"embargoed\": \"\", ")).embargo, UntilFurtherNotice());
  EXPECT_EQ(ErrorOf(OnlyItem(Ninjs("\"embargoed\": true, "))),
            "embargoed: \"boolean\" is no time that an embargo ends at; not published");
}

TEST(Embargo, AnEmbargoOfAnItemInNinjsGoesForTheStoriesThatComeInIt) {
  const auto document = ParseDocument(
      R"({"uri": "urn:1", "type": "text", "headline": "One", "body_text": "One.",
          "embargoed": "2026-05-06T12:00:00Z", "associations": {
            "early": {"uri": "urn:2", "type": "text", "headline": "Two", "body_text": "Two."},
            "later": {"uri": "urn:3", "type": "text", "headline": "Three", "body_text": "Three.",
                      "embargoed": "2026-05-06T13:00:00Z"}}})",
      {});
  ASSERT_EQ(document->items.size(), 3u);
  EXPECT_EQ(document->items[0].embargo, At(0));
  EXPECT_EQ(document->items[1].embargo, At(0));
  EXPECT_EQ(document->items[2].embargo, At(1));
}

std::string Nitf(const std::string& status, const std::string& dates) {
  return absl::StrCat("<nitf><head><docdata", status, "><doc-id id-string='w.17'/>", dates,
                      "</docdata></head><body><body.head><hedline><hl1>Budget</hl1></hedline>"
                      "</body.head><body.content><p>The budget.</p></body.content></body></nitf>");
}

TEST(Embargo, NitfSaysItByItsStatusOrByAReleaseAfterTheIssue) {
  const std::string issue = "<date.issue norm='20260505T120000Z'/>";
  const std::string release = "<date.release norm='20260506T140000+0200'/>";
  const std::string embargoed = " management-status='embargoed'";
  EXPECT_EQ(OnlyItem(Nitf("", issue)).embargo, absl::nullopt);
  EXPECT_EQ(OnlyItem(Nitf("", issue + release)).embargo, At(0));
  EXPECT_EQ(OnlyItem(Nitf(" management-status='usable'", issue + release)).embargo, At(0));
  EXPECT_EQ(OnlyItem(Nitf("", release)).embargo, At(0));
  EXPECT_EQ(OnlyItem(Nitf(embargoed, release)).embargo, At(0));
  EXPECT_EQ(OnlyItem(Nitf(embargoed, "<date.release norm='20260506'/>")).embargo, At(0));
  EXPECT_EQ(OnlyItem(Nitf(embargoed, issue)).embargo, UntilFurtherNotice());
  EXPECT_EQ(OnlyItem(Nitf(embargoed, "<date.release norm=''/>")).embargo, UntilFurtherNotice());
}

TEST(Embargo, AReleaseWithTheIssueOrADayByItselfIsNoneInNitf) {
  EXPECT_EQ(
      OnlyItem(Nitf("", "<date.issue norm='20260506'/><date.release norm='20260506'/>")).embargo,
      absl::nullopt);
  EXPECT_EQ(OnlyItem(Nitf("", "<date.release norm='20260506'/>")).embargo, absl::nullopt);
  const ParsedItem item = OnlyItem(Nitf("", "<date.release norm='on delivery'/>"));
  EXPECT_EQ(ErrorOf(item),
            "date.release: \"on delivery\" is no time that an embargo ends at; not published");
}

TEST(Embargo, NitfThatIsWithheldOrCanceledIsRefused) {
  EXPECT_EQ(ErrorOf(OnlyItem(Nitf(" management-status='withheld'", ""))),
            "content: the agency says \"withheld\" of this item");
}

std::string Rss(const std::string& module) {
  return absl::StrCat(
      "<rss version='2.0' xmlns:dcterms='http://purl.org/dc/terms/' "
      "xmlns:p='http://prismstandard.org/namespaces/basic/2.0/'><channel><title>Wire</title>"
      "<item><title>Budget</title><guid>17</guid><description>The budget.</description>"
      "<pubDate>Wed, 01 May 2030 00:00:00 GMT</pubDate>",
      module, "</item></channel></rss>");
}

TEST(Embargo, FeedsSayItInModulesAndNotByTheirDates) {
  EXPECT_EQ(OnlyItem(Rss("")).embargo, absl::nullopt);
  const char* const kModules[] = {
      "<p:embargoDate>2026-05-06T12:00:00Z</p:embargoDate>",
      "<dcterms:available>2026-05-06T12:00:00Z</dcterms:available>",
      "<dcterms:available>name=Foo; start=2026-05-06T14:00+02:00; scheme=W3C-DTF"
      "</dcterms:available>",
      "<dcterms:valid>start=2026-05-06T14:00+02:00; end=2026-06-01T17:00+01:00;\n"
      "scheme=W3C-DTF</dcterms:valid>"};
  for (const char* module : kModules) EXPECT_EQ(OnlyItem(Rss(module)).embargo, At(0)) << module;
  const char* const kNone[] = {"<p:embargoDate/>",
                               "<dcterms:available>end=2026-06-01T17:00Z</dcterms:available>",
                               "<dcterms:valid>2026-05-06</dcterms:valid>",
                               "<dcterms:valid>end=2026-06-01T17:00Z</dcterms:valid>"};
  for (const char* module : kNone) {
    EXPECT_EQ(OnlyItem(Rss(module)).embargo, absl::nullopt) << module;
    EXPECT_TRUE(OnlyItem(Rss(module)).error.ok()) << module;
  }
  EXPECT_EQ(ErrorOf(OnlyItem(Rss("<dcterms:available>in spring</dcterms:available>"))),
            "dcterms:available: \"in spring\" is no time that an embargo ends at; not published");
  EXPECT_EQ(OnlyItem("<feed xmlns='http://www.w3.org/2005/Atom' "
                     "xmlns:dcterms='http://purl.org/dc/terms/'><entry><id>17</id>"
                     "<title>Budget</title><published>2030-05-01T00:00:00Z</published>"
                     "<dcterms:available>2026-05-06T12:00:00Z</dcterms:available></entry></feed>")
                .embargo,
            At(0));
}

}  // namespace
}  // namespace akin
