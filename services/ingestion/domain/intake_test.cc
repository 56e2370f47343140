#include "services/ingestion/domain/intake.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

using news::v1::Article;

Article Minimal() {
  Article article;
  article.set_headline("Ferry returns to the harbour");
  article.set_body("The ferry sails again after the long winter, the city said on Wednesday.");
  return article;
}

Article Admit(const Article& article) {
  auto admitted = AdmitArticle(article, {});
  EXPECT_TRUE(admitted.ok()) << admitted.status();
  return admitted.ok() ? *std::move(admitted) : Article();
}

TEST(AdmitArticle, FillsInWhatTheSenderLeftOut) {
  Article article = Minimal();
  article.set_canonical_url("https://WWW.Wire.example/a?utm_source=x#top");
  const Article admitted = Admit(article);
  EXPECT_EQ(admitted.source(), "sources/wire.example");
  EXPECT_EQ(admitted.canonical_url(), "https://WWW.Wire.example/a#top");
  EXPECT_EQ(admitted.language(), "en");
  EXPECT_EQ(admitted.name().size(), sizeof("articles/") - 1 + 26);
  EXPECT_EQ(Admit(Minimal()).source(), "sources/unknown");
}

TEST(AdmitArticle, IgnoresOutputOnlyFields) {
  Article article = Minimal();
  article.set_name("articles/forged");
  article.set_revision(7);
  article.set_story("stories/x");
  article.set_state(news::v1::ARTICLE_STATE_WITHDRAWN);
  article.mutable_create_time()->set_seconds(7);
  EXPECT_EQ(Admit(article).SerializeAsString(), Admit(Minimal()).SerializeAsString());
}

TEST(AdmitArticle, CleansText) {
  Article article = Minimal();
  article.set_headline("  Ferry\n returns\xC2\xA0 cafe\xCC\x81 ");
  article.set_body("One\r\nline.\r\n\r\n\r\n  Two. \r\n");
  article.add_authors(" Maja  Lindqvist ");
  article.add_authors(" ");
  const Article admitted = Admit(article);
  EXPECT_EQ(admitted.headline(), "Ferry returns caf\xC3\xA9");
  EXPECT_EQ(admitted.body(), "One\nline.\n\nTwo.");
  ASSERT_EQ(admitted.authors_size(), 1);
  EXPECT_EQ(admitted.authors(0), "Maja Lindqvist");
}

TEST(AdmitArticle, AdmittingAgainChangesNothing) {
  Article article = Minimal();
  article.set_canonical_url("http://m.wire.example:80/a/amp");
  article.set_language("EN_us");
  article.set_source("sources/Wire.Example");
  const Article once = Admit(article);
  EXPECT_EQ(Admit(once).SerializeAsString(), once.SerializeAsString());
}

TEST(AdmitArticle, NamesTheFieldThatIsWrong) {
  using Spoil = std::function<void(Article&)>;
  const std::vector<std::pair<std::string, Spoil>> cases = {
      {"article.headline", [](Article& a) { a.clear_headline(); }},
      {"article.headline", [](Article& a) { a.set_headline(" \t\n"); }},
      {"article.headline", [](Article& a) { a.set_headline(std::string(2'001, 'x')); }},
      {"article.summary", [](Article& a) { a.set_summary(std::string(20'000, 'x')); }},
      {"article.body", [](Article& a) { a.set_body(std::string((1 << 20) + 1, 'x')); }},
      {"article.canonical_url", [](Article& a) { a.set_canonical_url("javascript:alert(1)"); }},
      {"article.canonical_url", [](Article& a) { a.set_canonical_url("/relative"); }},
      {"article.image_url", [](Article& a) { a.set_image_url("ftp://x/y"); }},
      {"article.source", [](Article& a) { a.set_source("wire.example"); }},
      {"article.source", [](Article& a) { a.set_source("sources/"); }},
      {"article.source", [](Article& a) { a.set_source("sources/a b"); }},
      {"article.language", [](Article& a) { a.set_language("not a language"); }},
      {"article.publish_time",
       [](Article& a) { a.mutable_publish_time()->set_seconds(1LL << 40); }},
      {"article.update_time", [](Article& a) { a.mutable_update_time()->set_nanos(-1); }},
      {"article.external_id", [](Article& a) { a.set_external_id(std::string(3'000, 'x')); }},
      {"article.authors[0]", [](Article& a) { a.add_authors(std::string(501, 'x')); }},
      {"article.keywords",
       [](Article& a) {
         for (int i = 0; i < 101; ++i) a.add_keywords("k");
       }},
  };
  for (const auto& [field, spoil] : cases) {
    Article article = Minimal();
    spoil(article);
    const absl::Status status = AdmitArticle(article, {}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << field;
    EXPECT_EQ(ErrorField(status), field) << status;
  }
}

ParsedItem Item() {
  ParsedItem item;
  item.title = "Ferry returns";
  item.link = "https://wire.example/a";
  item.summary = "Short teaser.";
  item.content = "First paragraph.\n\nSecond.";
  return item;
}

Article FromItem(const ParsedItem& item, const ItemOrigin& origin = {},
                 const ParsedFeed& feed = {}) {
  auto article = ArticleOfItem(item, feed, origin, {});
  EXPECT_TRUE(article.ok()) << article.status();
  return article.ok() ? *std::move(article) : Article();
}

TEST(ArticleOfItem, KeepsTeaserAndBodyApart) {
  EXPECT_EQ(FromItem(Item()).summary(), "Short teaser.");
  EXPECT_EQ(FromItem(Item()).body(), "First paragraph.\n\nSecond.");
  ParsedItem teaser = Item();
  teaser.content = "";
  EXPECT_EQ(FromItem(teaser).summary(), "Short teaser.");
  EXPECT_EQ(FromItem(teaser).body(), "");
  ParsedItem whole = Item();
  whole.summary = std::exchange(whole.content, "");
  EXPECT_EQ(FromItem(whole).summary(), "");
  EXPECT_EQ(FromItem(whole).body(), "First paragraph.\n\nSecond.");
}

TEST(ArticleOfItem, KeepsTheEmbargoWhichIsNoPartOfItsIdentity) {
  ParsedItem item = Item();
  const std::string name = ArticleOfItem(item, {}, {}, {})->name();
  item.embargo = absl::FromUnixSeconds(1'778'068'800);
  const auto article = ArticleOfItem(item, {}, {}, {});
  EXPECT_EQ(article->embargo_time().seconds(), 1'778'068'800);
  EXPECT_EQ(article->name(), name);
}

TEST(AdmitArticle, RefusesAnEmbargoThatIsNoTime) {
  Article article = Minimal();
  article.mutable_embargo_time()->set_seconds(300'000'000'000);
  EXPECT_EQ(AdmitArticle(article, {}).status().message(),
            "article.embargo_time: out of range, want years 1 to 9999");
}

TEST(ArticleOfItem, MakesAHeadlineOfTheFirstSentence) {
  ParsedItem item = Item();
  item.title = "";
  item.summary = "Ferry sails. More follows.";
  EXPECT_EQ(FromItem(item).headline(), "Ferry sails.");
  item.summary = item.content = "";
  EXPECT_EQ(ErrorField(ArticleOfItem(item, {}, {}, {}).status()), "article.headline");
}

TEST(ArticleOfItem, FindsTheSourceInRequestLinkOrDocument) {
  EXPECT_EQ(FromItem(Item(), {.source = "sources/told"}).source(), "sources/told");
  EXPECT_EQ(FromItem(Item(), {.document_url = "https://feeds.wire.example/x"}).source(),
            "sources/wire.example");
  ParsedItem bare = Item();
  bare.link = "";
  EXPECT_EQ(FromItem(bare, {.document_url = "https://www.feeds.example/x"}).source(),
            "sources/feeds.example");
  EXPECT_EQ(FromItem(bare).source(), "sources/unknown");
}

TEST(ArticleOfItem, APageOfOthersDoesNotMakeAnItemTheirs) {
  const ItemOrigin origin = {.document_url = "https://evil.example/feed"};
  EXPECT_EQ(FromItem(Item(), origin).source(), "sources/evil.example");
  EXPECT_NE(FromItem(Item(), origin).name(), FromItem(Item()).name());
  ParsedFeed feed;
  feed.link = "https://wire.example/";
  EXPECT_EQ(FromItem(Item(), origin, feed).source(), "sources/evil.example");
  EXPECT_EQ(FromItem(Item(), {.document_url = "https://wire.example/upload",
                              .subscribed_url = "https://evil.example/feed"})
                .source(),
            "sources/evil.example");
}

TEST(ArticleOfItem, ADocumentWithoutAddressIsWhoseItSaysItIs) {
  ParsedFeed feed;
  feed.link = "https://planet.example/";
  EXPECT_EQ(FromItem(Item(), {}, feed).source(), "sources/planet.example");
  EXPECT_EQ(FromItem(Item()).source(), "sources/wire.example");
}

TEST(ArticleOfItem, ResolvesLinksAgainstTheFeedAndDropsOthers) {
  ParsedItem item = Item();
  item.link = "/b";
  ParsedFeed feed;
  feed.link = "https://wire.example/news/";
  EXPECT_EQ(FromItem(item, {}, feed).canonical_url(), "https://wire.example/b");
  item.link = "mailto:x@wire.example";
  EXPECT_EQ(FromItem(item, {}, feed).canonical_url(), "");
}

TEST(ArticleOfItem, TheSourceIsWhereARedirectorLeadsAndTheSiteOfAMobilePage) {
  ParsedItem item = Item();
  item.link = "https://www.google.com/url?url=https://www.quay.example/a&ct=ga";
  EXPECT_EQ(FromItem(item).canonical_url(), "https://www.quay.example/a");
  EXPECT_EQ(FromItem(item).source(), "sources/quay.example");
  item.link = "https://m.quay.example/a/amp";
  EXPECT_EQ(FromItem(item).canonical_url(), item.link);
  EXPECT_EQ(FromItem(item).source(), "sources/quay.example");
}

TEST(ArticleOfItem, FileNameIdentifiesWhatHasNeitherIdNorLink) {
  ParsedItem item = Item();
  EXPECT_EQ(FromItem(item, {.external_id = "f.txt"}).external_id(), "");
  item.link = "";
  EXPECT_EQ(FromItem(item, {.external_id = "f.txt"}).external_id(), "f.txt");
  item.id = "guid";
  EXPECT_EQ(FromItem(item, {.external_id = "f.txt"}).external_id(), "guid");
}

}  // namespace
}  // namespace akin
