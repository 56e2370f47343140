#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

ParsedItem NitfItem(absl::string_view bytes) {
  const auto document = ParseDocument(bytes, {.url = "https://wire.example/17.xml"});
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok() || document->items.size() != 1) return {};
  EXPECT_EQ(document->format, DocumentFormat::kNitf);
  return document->items[0];
}

std::string Article(absl::string_view head, absl::string_view body_head,
                    absl::string_view content) {
  return absl::StrCat("<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf-3-4.dtd'><nitf><head>",
                      head, "</head><body><body.head>", body_head, "</body.head><body.content>",
                      content, "</body.content><body.end><tagline>ends</tagline></body.end>",
                      "</body></nitf>");
}

TEST(Nitf, ReadsAWholeArticle) {
  const ParsedItem item = NitfItem(
      Article("<title>In short</title><tobject><tobject.subject tobject.subject.type='Economy' "
              "tobject.subject.matter='Ports'/></tobject><docdata><doc-id id-string='w.17'/>"
              "<date.issue norm='20240506T090809+0200'/><doc.copyright holder='Wire' year='2024'/>"
              "<key-list><keyword key='ferry'/></key-list></docdata>",
              "<hedline><hl1>Ferry <em>&amp;</em> tram</hl1><hl2>Deck</hl2></hedline>"
              "<byline>By <person>Maja Lindqvist</person><byttl>Reporter</byttl></byline>"
              "<abstract><p>Short.</p></abstract>",
              "<block><p lede='true'>One in <location>Kiruna</location>.</p>"
              "<media media-type='image'><media-reference source='a.jpg' mime-type='image/jpeg'/>"
              "<media-caption>No text</media-caption></media><hl2>Next</hl2><p>Two.</p></block>"));
  EXPECT_EQ(item.id, "w.17");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.summary, "Short.");
  EXPECT_EQ(item.content, "One in Kiruna.\n\nNext\n\nTwo.");
  EXPECT_EQ(item.content_html, "<div><p>One in Kiruna.</p><h2>Next</h2><p>Two.</p></div>");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714979289));
  EXPECT_THAT(item.authors, ElementsAre("Maja Lindqvist"));
  EXPECT_THAT(item.categories, ElementsAre("Economy", "Ports"));
  EXPECT_THAT(item.keywords, ElementsAre("ferry"));
  EXPECT_EQ(item.rights, "© 2024 Wire");
  EXPECT_EQ(item.image, "https://wire.example/a.jpg");
}

TEST(Nitf, ReadsABylineWithoutMarkup) {
  EXPECT_THAT(
      NitfItem(Article("", "<byline>By Ann Lee, <byttl>Reporter</byttl></byline>", "")).authors,
      ElementsAre("Ann Lee"));
}

TEST(Nitf, ReadsTheFormsOfItsDates) {
  for (absl::string_view norm :
       {"20240506T070809Z", "2024-05-06T07:08:09", "20240506T070809", "20240506T090809+02:00"}) {
    EXPECT_EQ(NitfItem(Article(absl::StrCat("<docdata><date.issue norm='", norm, "'/></docdata>"),
                               "", ""))
                  .published,
              absl::FromUnixSeconds(1714979289))
        << norm;
  }
  EXPECT_EQ(NitfItem(Article("<docdata><date.issue norm='20240506'/></docdata>", "", "")).published,
            absl::FromUnixSeconds(1714953600));
}

TEST(Nitf, FallsBackOnTheHeadForTitleAndDate) {
  const ParsedItem item = NitfItem(
      Article("<title>In short</title><pubdata date.publication='20240506T070809Z'/>", "", ""));
  EXPECT_EQ(item.title, "In short");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714979289));
}

}  // namespace
}  // namespace akin
