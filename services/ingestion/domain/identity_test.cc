#include "services/ingestion/domain/identity.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

absl::Time Day(int day) {
  return absl::FromCivil(absl::CivilDay(2023, 8, day), absl::UTCTimeZone());
}

ArticleIdentity Base() { return {"sources/wire.example", "", "", "Ferry returns", Day(16)}; }

// Computed with
//   printf 'akin.article.1\nsources/wire.example\nexternal\na-1' | sha256sum | cut -c-32 | xxd -r
//   -p | base32 | tr A-Z a-z | tr -d =
TEST(ArticleId, IsTheDocumentedFormulaForEver) {
  ArticleIdentity identity = Base();
  identity.external_id = "a-1";
  EXPECT_EQ(ArticleId(identity), "eexwjtw3kf4nrf3bprgfcdgwgi");
  identity.external_id = "";
  identity.canonical_url = "http://www.wire.example/a/?utm_source=rss";
  EXPECT_EQ(ArticleId(identity), "uerag7na3chdcne5vs5eoo5ec4");
  identity.canonical_url = "";
  EXPECT_EQ(ArticleId(identity), "6fn3djc2zsksicy6h2vonp24ge");
}

TEST(ArticleId, PrefersExternalIdToUrlToHeadline) {
  ArticleIdentity a = Base(), b = Base();
  b.headline = "Another headline";
  EXPECT_NE(ArticleId(a), ArticleId(b));
  a.canonical_url = b.canonical_url = "https://wire.example/a";
  EXPECT_EQ(ArticleId(a), ArticleId(b));
  b.canonical_url = "https://wire.example/b";
  EXPECT_NE(ArticleId(a), ArticleId(b));
  a.external_id = b.external_id = "7";
  EXPECT_EQ(ArticleId(a), ArticleId(b));
  b.source = "sources/other.example";
  EXPECT_NE(ArticleId(a), ArticleId(b));
}

TEST(ArticleId, SeesOnePageBehindTheSpellingsOfItsAddress) {
  ArticleIdentity a = Base(), b = Base();
  a.canonical_url = "https://wire.example/a";
  for (const char* url : {"http://WWW.wire.example:80/a#top", "https://m.wire.example/a/?fbclid=1",
                          "https://wire.example/a/amp"}) {
    b.canonical_url = url;
    EXPECT_EQ(ArticleId(a), ArticleId(b)) << url;
  }
}

TEST(ArticleId, TellsTheArticlesOfOnePageApartByTheirFragments) {
  ArticleIdentity a = Base(), b = Base();
  a.canonical_url = "https://wire.example/#/news/101";
  b.canonical_url = "https://wire.example/#/news/102";
  EXPECT_NE(ArticleId(a), ArticleId(b));
  b.canonical_url = "https://wire.example/";
  EXPECT_NE(ArticleId(a), ArticleId(b));
}

TEST(ArticleId, TellsTheSameHeadlineOnAnotherDayApart) {
  ArticleIdentity a = Base(), b = Base();
  b.headline = " FERRY  returns";
  b.publish_time = Day(16) + absl::Hours(23);
  EXPECT_EQ(ArticleId(a), ArticleId(b));
  b.publish_time = Day(17);
  EXPECT_NE(ArticleId(a), ArticleId(b));
}

ParsedItem IdentityItem(const std::string& id, const std::string& link) {
  ParsedItem item;
  item.id = id;
  item.link = link;
  return item;
}

TEST(ForgetCollidingIds, LetsTheLinkDecideWhereOneIdMeansSeveralLinks) {
  ParsedDocument document;
  document.items = {
      IdentityItem("1", "https://e.example/a"), IdentityItem("1", "https://e.example/b"),
      IdentityItem("2", "https://e.example/c"), IdentityItem("2", "https://e.example/c#x")};
  ForgetCollidingIds(document);
  EXPECT_EQ(document.items[0].id, "");
  EXPECT_EQ(document.items[1].id, "");
  EXPECT_EQ(document.items[2].id, "2");
  EXPECT_EQ(document.items[3].id, "2");
}

TEST(FeedIdTest, AnAddressInAnySpellingIsOneFeedAndAnotherQueryIsAnother) {
  const std::string id = FeedId("https://wire.example/feed?format=rss");
  EXPECT_EQ(FeedId("http://WWW.wire.example:80/feed/?format=rss#top"), id);
  EXPECT_EQ(FeedId(" https://wire.example\\feed?format=rss\n"), id);
  EXPECT_NE(FeedId("https://wire.example/feed"), id);
  EXPECT_NE(FeedId("https://wire.example/?feed=rss"), FeedId("https://wire.example/"));
}

ParsedItem Titled(const std::string& id, const std::string& link, const std::string& title) {
  ParsedItem item = IdentityItem(id, link);
  item.title = title;
  return item;
}

TEST(ForgetCollidingIds, WhatOneIdAndOneLinkStandForIsToldApartByWhatItSays) {
  ParsedDocument document;
  document.format = DocumentFormat::kRss;
  document.feed.link = "https://e.example/news/";
  document.items = {Titled("1", "https://e.example/live", "Polls open"),
                    Titled("1", "https://e.example/live", "Counting begins"),
                    Titled("", "https://e.example/", "Ferry returns"),
                    Titled("", "https://e.example/news", "Minister resigns"),
                    Titled("", "https://e.example/a", "Storm passes"),
                    Titled("7", "https://e.example/b", "Storm hits"),
                    Titled("7", "https://e.example/b", "Storm hits coast")};
  ForgetCollidingIds(document);
  EXPECT_NE(document.items[0].id, "");
  EXPECT_NE(document.items[0].id, document.items[1].id);
  EXPECT_NE(document.items[2].id, "");
  EXPECT_NE(document.items[3].id, "");
  EXPECT_EQ(document.items[4].id, "");
  EXPECT_EQ(document.items[5].id, "7");
  EXPECT_EQ(document.items[6].id, "7");
}

ParsedItem Saying(ParsedItem item, const std::string& summary) {
  item.summary = summary;
  return item;
}

TEST(ForgetCollidingIds, BelievesNoPlaceholder) {
  for (const char* id : {"N/A", " null ", "(none)", "#", "--", "0", "undefined", "{{ guid }}",
                         "javascript:void(0)", "http://null/", "https://e.example/undefined",
                         "urn:uuid:00000000-0000-0000-0000-000000000000"}) {
    ParsedDocument document;
    document.items = {Titled(id, "https://e.example/a", "Ferry returns")};
    ForgetCollidingIds(document);
    EXPECT_EQ(document.items[0].id, "") << id;
  }
  ParsedDocument document;
  document.items = {Titled("10", "", "One"), Titled("nullarbor", "", "Two"),
                    Titled("https://e.example/null-island", "", "Three"), Titled("無", "", "Four")};
  ForgetCollidingIds(document);
  for (const ParsedItem& item : document.items) EXPECT_NE(item.id, "") << item.title;
}

TEST(ForgetCollidingIds, OneIdForAllItemsWithOneTemplateTellsNothing) {
  ParsedDocument document;
  document.format = DocumentFormat::kRss;
  const std::string page = "https://e.example/releases";
  document.items = {Saying(Titled("release", page, "Mail client 1.2 for desktops"), "Fixes."),
                    Saying(Titled("release", page, "Mail client 1.3 for desktops"), "Fixes.")};
  ForgetCollidingIds(document);
  EXPECT_NE(document.items[0].id, document.items[1].id);
}

TEST(ForgetCollidingIds, OneIdForMoreThanTwoTellsNothingUnlessTheyAreEdits) {
  ParsedDocument document;
  document.format = DocumentFormat::kRss;
  for (const char* day : {"Monday", "Tuesday", "Friday"}) {
    document.items.push_back(
        Titled("weather", "https://e.example/weather", absl::StrCat("Weather report ", day)));
  }
  ForgetCollidingIds(document);
  EXPECT_NE(document.items[0].id, document.items[1].id);
  EXPECT_NE(document.items[1].id, document.items[2].id);
}

TEST(ForgetCollidingIds, ARewrittenHeadlineOverTheSameTextIsAVersion) {
  ParsedDocument document;
  document.format = DocumentFormat::kAtom;
  const std::string text = "The ferry to the outer islands sails again from Monday morning.";
  const std::string page = "https://e.example/a";
  document.items = {Saying(Titled("1", page, "Islanders cheer"), text + " Tickets are cheaper."),
                    Saying(Titled("1", page, "Boats run again"), text)};
  ForgetCollidingIds(document);
  EXPECT_EQ(document.items[0].id, "1");
  EXPECT_EQ(document.items[1].id, "1");
}

TEST(ForgetCollidingIds, VersionsGetOneSpellingOfTheirId) {
  ParsedDocument document;
  document.items = {Titled("https://e.example/?p=7", "", "Storm hits coast: three dead"),
                    Titled("http://e.example/?p=7/", "", "Storm hits coast"),
                    Titled("https://e.example/?p=8", "", "Ferry returns")};
  ForgetCollidingIds(document);
  EXPECT_EQ(document.items[1].id, "https://e.example/?p=7");
  EXPECT_EQ(document.items[2].id, "https://e.example/?p=8");
}

TEST(OtherSpellings, VarySchemeAndTrailingSlashOfAddressesOnly) {
  EXPECT_THAT(
      OtherSpellings("http://e.example/a/"),
      UnorderedElementsAre("http://e.example/a", "https://e.example/a", "https://e.example/a/"));
  EXPECT_THAT(OtherSpellings("tag:e.example,2026:7/"), IsEmpty());
}

TEST(IsHomePage, AQueryAloneNamesAPage) {
  EXPECT_TRUE(IsHomePage("e.example"));
  EXPECT_FALSE(IsHomePage("e.example?p=501"));
  EXPECT_FALSE(IsHomePage("e.example#/news/7"));
  EXPECT_FALSE(IsHomePage("e.example/a"));
}

TEST(ForgetCollidingIds, LeavesItemsTheirFragments) {
  ParsedDocument document;
  document.format = DocumentFormat::kRss;
  document.feed.link = "https://e.example/";
  document.items = {Titled("", "https://e.example/#/news/101", "Ferry returns"),
                    Titled("", "https://e.example/#/news/102", "Storm passes"),
                    Titled("", "https://e.example/#", "Polls open")};
  ForgetCollidingIds(document);
  EXPECT_EQ(document.items[0].id, "");
  EXPECT_EQ(document.items[1].id, "");
  EXPECT_NE(document.items[2].id, "");
}

TEST(AreOnePage, AnAddressWithoutFragmentIsThatOfItsPage) {
  EXPECT_TRUE(AreOnePage("e.example/a", "e.example/a#7"));
  EXPECT_TRUE(AreOnePage("e.example/a#7", "e.example/a#7"));
  EXPECT_FALSE(AreOnePage("e.example/a#7", "e.example/a#8"));
  EXPECT_FALSE(AreOnePage("e.example/a#7", "e.example/ab"));
}

TEST(ForgetCollidingIds, LeavesAPageItsAddress) {
  ParsedDocument document;
  document.format = DocumentFormat::kHtml;
  document.items = {Titled("", "https://e.example/", "Ferry returns")};
  ForgetCollidingIds(document);
  EXPECT_EQ(document.items[0].id, "");
}

}  // namespace
}  // namespace akin
