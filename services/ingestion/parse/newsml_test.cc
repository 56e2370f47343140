#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::string_view kNamespace = "xmlns='http://iptc.org/std/nar/2006-10-01/'";

ParsedDocument ParseNewsMl(absl::string_view bytes) {
  auto document = ParseDocument(bytes, {});
  EXPECT_TRUE(document.ok()) << document.status() << " " << bytes.substr(0, 200);
  return document.ok() ? *std::move(document) : ParsedDocument{};
}

ParsedItem NewsMlItem(absl::string_view inside) {
  const ParsedDocument document = ParseNewsMl(absl::StrCat(
      "<newsItem ", kNamespace, " guid='urn:17' xml:lang='en-GB'>", inside, "</newsItem>"));
  EXPECT_EQ(document.items.size(), 1u);
  return document.items.empty() ? ParsedItem{} : document.items[0];
}

std::string NewsMlError(absl::string_view bytes) {
  return std::string(ParseDocument(bytes, {}).status().message());
}

TEST(NewsMl, ReadsANewsItem) {
  const ParsedItem item = NewsMlItem(R"(
    <rightsInfo><copyrightHolder><name>Wire AB</name></copyrightHolder>
      <copyrightNotice>(c) Wire</copyrightNotice></rightsInfo>
    <itemMeta><versionCreated>2024-05-06T09:08:09+02:00</versionCreated>
      <firstCreated>2024-05-05T00:00:00Z</firstCreated><pubStatus qcode="stat:usable"/></itemMeta>
    <contentMeta><headline rank="1">Ferry &amp; tram</headline><headline>Other</headline>
      <by>By Ann Lee and Bo Ek, Wire</by><creator qcode="p:1"><name>lee.ann</name></creator>
      <language tag="en"/><subject qcode="medtop:1"><name>Economy</name><name>Ekonomi</name></subject>
      <subject literal="poi1"/><keyword>ferry</keyword><description>Short.</description></contentMeta>
    <contentSet>
      <inlineXML contenttype="application/sportsml+xml"><sports-content><name>7</name></sports-content></inlineXML>
      <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
        <head><title>x</title></head><body><p>One.</p><p>Two<br/>lines.</p></body></html></inlineXML>
      <remoteContent href="https://wire.example/s.jpg" contenttype="image/jpeg" width="80"/>
      <remoteContent href="https://wire.example/l.jpg" contenttype="image/jpeg" width="800" size="5"/>
      <remoteContent href="file:///etc/passwd" contenttype="image/jpeg" width="900"/>
    </contentSet>)");
  EXPECT_EQ(item.id, "urn:17");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.content, "One.\n\nTwo\nlines.");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714867200));
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1714979289));
  EXPECT_THAT(item.authors, ElementsAre("Ann Lee", "Bo Ek", "lee.ann"));
  EXPECT_THAT(item.categories, ElementsAre("Economy"));
  EXPECT_THAT(item.keywords, ElementsAre("ferry"));
  EXPECT_EQ(item.language, "en");
  EXPECT_EQ(item.rights, "(c) Wire");
  EXPECT_EQ(item.image, "https://wire.example/l.jpg");
  EXPECT_EQ(item.enclosures.size(), 2u);
  EXPECT_TRUE(item.error.ok());
}

TEST(NewsMl, ReadsNitfAndDataInline) {
  EXPECT_EQ(
      NewsMlItem("<contentSet><inlineXML contenttype='application/nitf+xml'>"
                 "<n:nitf xmlns:n='http://iptc.org/std/NITF/2006-10-18/'><n:body><n:body.content>"
                 "<n:p>One.</n:p><n:hl2>Two</n:hl2></n:body.content></n:body></n:nitf>"
                 "</inlineXML></contentSet>")
          .content,
      "One.\n\nTwo");
  EXPECT_EQ(NewsMlItem("<contentSet><inlineData contenttype='text/plain'>One &lt;1&gt;.\n\nTwo."
                       "</inlineData></contentSet>")
                .content,
            "One <1>.\n\nTwo.");
  EXPECT_EQ(NewsMlItem("<contentSet><inlineData contenttype='text/html'>&lt;p&gt;One.&lt;/p&gt;"
                       "</inlineData></contentSet>")
                .content,
            "One.");
}

TEST(NewsMl, ReadsTheItemsOfAMessageAndNotTheirPackage) {
  const ParsedDocument document = ParseNewsMl(absl::StrCat(
      "<g2:newsMessage xmlns:g2='http://iptc.org/std/nar/2006-10-01/'><g2:header><g2:sent>"
      "2024-05-06T07:08:09Z</g2:sent><g2:sender>wire.example</g2:sender></g2:header><g2:itemSet>"
      "<g2:packageItem guid='p'/><g2:newsItem guid='a'/><g2:newsItem guid='b'><g2:itemMeta>"
      "<g2:pubStatus qcode='stat:canceled'/></g2:itemMeta></g2:newsItem></g2:itemSet>"
      "</g2:newsMessage>"));
  EXPECT_EQ(document.format, DocumentFormat::kNewsMl);
  EXPECT_EQ(document.feed.author, "wire.example");
  EXPECT_EQ(document.feed.updated, absl::FromUnixSeconds(1714979289));
  ASSERT_EQ(document.items.size(), 2u);
  EXPECT_EQ(document.items[0].id, "a");
  EXPECT_EQ(document.items[0].link, "");
  EXPECT_EQ(document.items[1].error.message(),
            "content: the agency says \"stat:canceled\" of this item");
}

TEST(NewsMl, ReadsAPackageThatComesAlone) {
  const ParsedDocument document =
      ParseNewsMl(absl::StrCat("<packageItem ", kNamespace,
                               " guid='p'><itemMeta><title>Top</title></itemMeta></packageItem>"));
  ASSERT_EQ(document.items.size(), 1u);
  EXPECT_EQ(document.items[0].title, "Top");
}

TEST(NewsMl, SaysWhatCarriesNoNews) {
  EXPECT_THAT(NewsMlError(absl::StrCat("<conceptItem ", kNamespace, "/>")),
              HasSubstr("content: NewsML-G2 without a newsItem"));
  EXPECT_THAT(NewsMlError("<NewsML><NewsItem><Identification><NewsIdentifier/></Identification>"
                          "</NewsItem></NewsML>"),
              HasSubstr("content: NewsML 1"));
}

}  // namespace
}  // namespace akin
