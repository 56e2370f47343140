#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "services/ingestion/parse/parse_document.h"

namespace akin {
namespace {

TEST(Cdf, ReadsAChannel) {
  const auto document = ParseDocument(
      R"(<?xml version="1.0"?><CHANNEL HREF="index.htm" BASE="http://wire.example/news/"
          LASTMOD="2024-05-06T07:08"><TITLE>Wire</TITLE><ABSTRACT>All of it.</ABSTRACT>
        <LOGO HREF="logo.gif" STYLE="IMAGE"/>
        <ITEM HREF="a.htm" LASTMOD="2024-05-06T07:08:09Z"><TITLE>Rain</TITLE>
          <ABSTRACT>It rained.</ABSTRACT></ITEM>
        <CHANNEL><TITLE>Sea</TITLE><ITEM><A HREF="http://wire.example/b.htm"/>
          <TITLE>Ferry</TITLE></ITEM></CHANNEL></CHANNEL>)",
      {});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, DocumentFormat::kCdf);
  EXPECT_EQ(document->feed.title, "Wire");
  EXPECT_EQ(document->feed.link, "http://wire.example/news/index.htm");
  EXPECT_EQ(document->feed.description, "All of it.");
  EXPECT_EQ(document->feed.image, "http://wire.example/news/logo.gif");
  ASSERT_EQ(document->items.size(), 2u);
  EXPECT_EQ(document->items[0].link, "http://wire.example/news/a.htm");
  EXPECT_EQ(document->items[0].title, "Rain");
  EXPECT_EQ(document->items[0].summary, "It rained.");
  EXPECT_EQ(document->items[0].updated, absl::FromUnixSeconds(1714979289));
  EXPECT_EQ(document->items[1].link, "http://wire.example/b.htm");
}

TEST(Cdf, IsNotRssThatLostItsRoot) {
  const auto document =
      ParseDocument("<channel><title>Wire</title><item><title>Rain</title></item></channel>", {});
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, DocumentFormat::kRss);
}

}  // namespace
}  // namespace akin
