#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

using ::testing::ElementsAre;

// The one entry of a sitemap whose extensions have prefixes of their own.
ParsedItem Url(absl::string_view inside) {
  const auto document =
      ParseDocument(absl::StrCat("<?xml version='1.0'?><urlset "
                                 "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
                                 "xmlns:n='http://www.google.com/schemas/sitemap-news/0.9' "
                                 "xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' "
                                 "xmlns:v='http://www.google.com/schemas/sitemap-video/1.1'><url>",
                                 inside, "</url></urlset>"),
                    {.url = "https://wire.example/sitemap.xml"});
  EXPECT_TRUE(document.ok()) << document.status();
  if (!document.ok() || document->items.size() != 1) return {};
  EXPECT_EQ(document->format, DocumentFormat::kSitemap);
  return document->items[0];
}

TEST(Sitemap, ReadsNews) {
  const ParsedItem item =
      Url("<loc>\n https://wire.example/a </loc><lastmod>2024-05-06T07:08:09Z</lastmod><n:news>"
          "<n:publication><n:name>Wire</n:name><n:language>en</n:language></n:publication>"
          "<n:publication_date>2024-05-05</n:publication_date><n:title>Ferry &amp; tram</n:title>"
          "<n:keywords>sea, ports</n:keywords></n:news>"
          "<image:image><image:loc>https://wire.example/p.jpg</image:loc></image:image>");
  EXPECT_EQ(item.link, "https://wire.example/a");
  EXPECT_EQ(item.title, "Ferry & tram");
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714867200));
  EXPECT_EQ(item.updated, absl::FromUnixSeconds(1714979289));
  EXPECT_EQ(item.language, "en");
  EXPECT_THAT(item.categories, ElementsAre("sea", "ports"));
  EXPECT_EQ(item.image, "https://wire.example/p.jpg");
  EXPECT_TRUE(item.error.ok());
}

TEST(Sitemap, ReadsVideos) {
  const ParsedItem item = Url(
      "<loc>https://wire.example/v</loc><v:video><v:title>Rain</v:title><v:description>It rained."
      "</v:description><v:thumbnail_loc>/t.jpg</v:thumbnail_loc><v:content_loc>"
      "https://wire.example/v.mp4</v:content_loc><v:tag>weather</v:tag><v:publication_date>"
      "2024-05-06T07:08:09Z</v:publication_date><v:uploader>Ann</v:uploader></v:video>");
  EXPECT_EQ(item.title, "Rain");
  EXPECT_EQ(item.summary, "It rained.");
  EXPECT_EQ(item.image, "https://wire.example/t.jpg");
  EXPECT_EQ(item.enclosures.size(), 1u);
  EXPECT_THAT(item.categories, ElementsAre("weather"));
  EXPECT_THAT(item.authors, ElementsAre("Ann"));
  EXPECT_EQ(item.published, absl::FromUnixSeconds(1714979289));
}

TEST(Sitemap, SaysThatAnEntryWithoutTitleIsNoArticle) {
  const ParsedItem item = Url("<loc>https://wire.example/a</loc>");
  EXPECT_EQ(item.link, "https://wire.example/a");
  EXPECT_FALSE(item.error.ok());
}

TEST(Sitemap, SaysWhatAnIndexIs) {
  const auto index = ParseDocument(
      "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>"
      "https://wire.example/news.xml</loc></sitemap></sitemapindex>",
      {});
  EXPECT_EQ(index.status().message(),
            "content: a sitemap index, which names other sitemaps (the first is "
            "https://wire.example/news.xml), want a sitemap with news");
}

}  // namespace
}  // namespace akin
