#include "services/ingestion/domain/reconcile.h"

#include "absl/strings/match.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "common/url/canonical_url.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/headlines.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/domain/intake.h"

namespace akin {
namespace {

using news::v1::Article;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FakeKnownArticles : public KnownArticles {
 public:
  absl::StatusOr<ByName> Get(const std::vector<std::string>& names) override {
    ByName found;
    for (const std::string& name : names) {
      if (stored_.contains(name)) found[name] = stored_[name];
    }
    return found;
  }

  absl::StatusOr<Article> FindByUrl(const std::string& url) override {
    ++searches_;
    for (const auto& [name, article] : stored_) {
      if (UrlKey(article.canonical_url()) == UrlKey(url)) return article;
    }
    if (UrlKey(url) == withdrawn_page_) {
      return WithMetadata(
          ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_WITHDRAWN", "withdrawn"), "source",
          withdrawn_source_);
    }
    return absl::NotFoundError("unknown");
  }

  void Store(const Article& article) { stored_[article.name()] = article; }
  void WithdrawPage(absl::string_view url, const std::string& source = "sources/e.example") {
    withdrawn_page_ = UrlKey(url);
    withdrawn_source_ = source;
  }
  int searches() const { return searches_; }

 private:
  ByName stored_;
  std::string withdrawn_page_, withdrawn_source_;
  int searches_ = 0;
};

class ReconcileTest : public ::testing::Test {
 protected:
  static Article New(const std::string& id, const std::string& url, const std::string& headline) {
    Article article;
    article.set_external_id(id);
    article.set_canonical_url(url);
    article.set_headline(headline);
    return *AdmitArticle(article, {});
  }

  // Puts the articles of a document as ingestion does.
  std::vector<ReconciledArticle> Poll(std::vector<Article> articles) {
    auto reconciled = Reconcile(std::move(articles), now_, known_);
    EXPECT_TRUE(reconciled.ok());
    for (const ReconciledArticle& item : *reconciled) {
      if (!item.withdrawn) known_.Store(item.article);
    }
    return *reconciled;
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  FakeKnownArticles known_;
};

TEST_F(ReconcileTest, WhatAnotherSourceHadOnAPageStopsNobody) {
  known_.WithdrawPage("https://e.example/a", "sources/evil.example");
  EXPECT_FALSE(Poll({New("1", "https://e.example/a", "Ferry returns")})[0].withdrawn);
}

TEST_F(ReconcileTest, AnotherSourcesArticleOfThePageIsNotTaken) {
  Article evil = New("1", "https://e.example/a", "Ferry returns");
  evil.set_source("sources/evil.example");
  NameArticle(evil);
  known_.Store(evil);
  const Article own = New("2", "https://e.example/a", "Ferry returns");
  EXPECT_EQ(Poll({own})[0].article.name(), own.name());
}

TEST_F(ReconcileTest, NewAndUnchangedArticlesKeepTheirNames) {
  const Article a = New("1", "https://e.example/a", "Ferry returns");
  for (int poll = 0; poll < 2; ++poll) {
    const auto polled = Poll({a});
    EXPECT_EQ(polled[0].article.name(), a.name());
    EXPECT_THAT(polled[0].remarks, IsEmpty());
  }
  EXPECT_EQ(known_.searches(), 1);
}

TEST_F(ReconcileTest, AChangedHeadlineOrAddressAloneIsAnEdit) {
  const std::string name =
      Poll({New("1", "https://e.example/a", "Ferry returns")})[0].article.name();
  EXPECT_EQ(Poll({New("1", "https://e.example/a", "Storm passes")})[0].article.name(), name);
  EXPECT_EQ(Poll({New("1", "https://e.example/b", "Storm passes at last")})[0].article.name(),
            name);
}

TEST_F(ReconcileTest, AnIdUsedAgainForAnotherStoryFallsBackToTheAddress) {
  const Article yesterday = New("1", "https://e.example/a", "Ferry returns");
  Poll({yesterday});
  const Article today = New("1", "https://e.example/b", "Minister resigns");
  EXPECT_EQ(today.name(), yesterday.name());
  const auto polled = Poll({today});
  EXPECT_NE(polled[0].article.name(), yesterday.name());
  EXPECT_EQ(polled[0].article.external_id(), "");
  EXPECT_THAT(polled[0].remarks, ElementsAre(HasSubstr("external_id: the source used 1 before")));
  EXPECT_EQ(Poll({today})[0].article.name(), polled[0].article.name());
}

TEST_F(ReconcileTest, AFeedThatChangesAllItsIdsMakesNoSecondCopies) {
  const auto before = Poll({New("1", "https://e.example/a", "Ferry returns"),
                            New("2", "https://e.example/b", "Minister resigns")});
  const auto after = Poll({New("x-1", "https://e.example/a?utm_source=rss", "Ferry returns"),
                           New("x-2", "https://e.example/b", "Minister resigns")});
  EXPECT_EQ(after[0].article.name(), before[0].article.name());
  EXPECT_EQ(after[1].article.name(), before[1].article.name());
  EXPECT_EQ(after[0].article.external_id(), "1");
  EXPECT_THAT(after[0].remarks, ElementsAre("external_id: the page is known under 1"));
}

TEST_F(ReconcileTest, PagesOfAQueryAloneAreKnownAgain) {
  const auto before = Poll({New("1", "https://e.example/?p=501", "Mill wheel turns again"),
                            New("2", "https://e.example/?p=502", "Bell ringers wanted")});
  const auto after = Poll({New("x-1", "https://e.example/?p=501", "Mill wheel turns again"),
                           New("x-2", "https://e.example/?p=502", "Bell ringers wanted")});
  EXPECT_EQ(after[0].article.name(), before[0].article.name());
  EXPECT_EQ(after[1].article.name(), before[1].article.name());
}

TEST_F(ReconcileTest, AnIdInAnotherSpellingIsKnownAndStaysAsItWas) {
  const std::string id = "http://e.example/guid/7";
  const std::string name =
      Poll({New(id, "https://e.example/a", "Ferry returns")})[0].article.name();
  for (const char* other :
       {"https://e.example/guid/7", "https://e.example/guid/7/", "http://e.example/guid/7/"}) {
    const auto polled = Poll({New(other, "https://e.example/b", "Ferry returns again")});
    EXPECT_EQ(polled[0].article.name(), name) << other;
    EXPECT_EQ(polled[0].article.external_id(), id);
    EXPECT_THAT(polled[0].remarks, ElementsAre("external_id: the article is known under " + id));
  }
}

TEST_F(ReconcileTest, AnIdInAnotherSpellingWithoutAnAddressIsKnownToo) {
  Article flipped = New("http://e.example/guid/7", "", "Ferry returns");
  const std::string name = Poll({flipped})[0].article.name();
  flipped.set_external_id("https://e.example/guid/7");
  NameArticle(flipped);
  EXPECT_EQ(Poll({flipped})[0].article.name(), name);
}

// An article of a page that lists several, one at a time.
Article Listed(const std::string& id, const std::string& headline, const std::string& text,
               int day) {
  Article article;
  article.set_external_id(id);
  article.set_canonical_url("https://e.example/advisories/");
  article.set_headline(headline);
  article.set_summary(text);
  article.mutable_publish_time()->set_seconds(1'690'000'000 + day * 86'400);
  return *AdmitArticle(article, {});
}

TEST_F(ReconcileTest, ANewIdWithAnotherHeadlineAndTextIsAnotherArticleOfItsPage) {
  const Article first = Listed("A-1", "Printer maker Lenk: flaw in the paper tray",
                               "A flaw was reported to the maker of printers on Friday.", 1);
  Poll({first});
  const std::vector<Article> others = {
      Listed("A-2", "Router firm Nord: passwords in clear text",
             "Routers send passwords without any protection, a researcher found.", 2),
      Listed("A-3", "Flaw in the firmware of Ost cameras", "Whoever calls may look.", 3),
      Listed("A-4", "Router firm West: passwords in clear text", "Nobody had asked for one.", 4),
      Listed("A-6", "Router firm West: passwords in plain text", "It was not alone, it says.", 6),
      Listed("A-5", "打印机的漏洞已经修复", "厂商周五发布了新的版本。", 5)};
  for (const Article& other : others) {
    const auto polled = Poll({other});
    EXPECT_EQ(polled[0].article.name(), other.name());
    EXPECT_THAT(polled[0].remarks, IsEmpty());
  }
}

TEST_F(ReconcileTest, ANewIdAloneOrWithAnEditIsThePagesArticle) {
  const std::string text = "A flaw was reported to the maker of printers on Friday.";
  const Article first = Listed("A-1", "Lenk printers: flaw in the tray", text, 1);
  for (const Article& edit :
       {Listed("B-1", "Lenk printers: flaw in the tray", "Fixed.", 2),
        Listed("B-2", "Lenk printers: flaw in the tray is fixed", "Get the new version.", 1),
        Listed("B-3", "Patch your printing machines now", text + " There is a fix.", 2)}) {
    known_ = FakeKnownArticles();
    Poll({first});
    EXPECT_EQ(Poll({edit})[0].article.name(), first.name()) << edit.headline();
  }
}

TEST_F(ReconcileTest, AnotherFragmentIsAnotherArticleAndTheSameIsKnownUnderAnyId) {
  const auto first = Poll({New("1", "https://e.example/live#p1", "Polls open")});
  const auto second = Poll({New("2", "https://e.example/live#p2", "Polls open")});
  EXPECT_NE(second[0].article.name(), first[0].article.name());
  EXPECT_EQ(Poll({New("x", "https://e.example/live#p1", "Polls open")})[0].article.name(),
            first[0].article.name());
}

TEST_F(ReconcileTest, WhatWasKnownByWhatItSaysIsKnownByItsFragmentFromThenOn) {
  const std::string name =
      Poll({New(ContentId("Ferry returns"), "https://e.example/", "Ferry returns")})[0]
          .article.name();
  EXPECT_EQ(Poll({New("", "https://e.example/#/7", "Ferry returns")})[0].article.name(), name);
  EXPECT_EQ(Poll({New("", "https://e.example/#/7", "Ferry is late")})[0].article.name(), name);
  EXPECT_NE(Poll({New("", "https://e.example/#/8", "Ferry sinks")})[0].article.name(), name);
}

TEST_F(ReconcileTest, AnAddressThatOnlyFlipsItsSpellingStaysUntilAnEdit) {
  Poll({New("1", "http://e.example/a?PHPSESSID=7", "Ferry returns")});
  Article flipped = New("1", "https://www.e.example/a", "Ferry returns");
  EXPECT_EQ(Poll({flipped})[0].article.canonical_url(), "http://e.example/a?PHPSESSID=7");
  flipped.set_headline("Ferry returns to port");
  EXPECT_EQ(Poll({flipped})[0].article.canonical_url(), "https://www.e.example/a");
  const Article moved = New("1", "https://e.example/b", "Ferry returns to port");
  EXPECT_EQ(Poll({moved})[0].article.canonical_url(), "https://e.example/b");
}

TEST_F(ReconcileTest, AnotherSourcesArticleOfThePageIsAnother) {
  Article other = New("1", "https://e.example/a", "Ferry returns");
  other.set_source("sources/aggregator.example");
  NameArticle(other);
  Poll({other});
  const Article own = New("9", "https://e.example/a", "Ferry returns");
  EXPECT_EQ(Poll({own})[0].article.name(), own.name());
}

TEST_F(ReconcileTest, PagesThatSeveralItemsShareAndHomePagesProveNothing) {
  Poll({New("1", "https://e.example/live", "Polls open"), New("5", "https://e.example/", "Hello")});
  const auto polled = Poll({New("2", "https://e.example/live", "Polls close"),
                            New("3", "https://e.example/live", "First count"),
                            New("6", "https://e.example/", "Hi")});
  EXPECT_EQ(polled[0].article.external_id(), "2");
  EXPECT_THAT(polled[0].remarks, IsEmpty());
  EXPECT_NE(polled[0].article.name(), polled[1].article.name());
  EXPECT_THAT(polled[2].remarks, IsEmpty());
}

TEST_F(ReconcileTest, AnItemBesideThePagesOwnItemIsAnother) {
  Poll({New("1", "https://e.example/live", "Polls open")});
  const auto polled = Poll({New("1", "https://e.example/moved", "Polls open early"),
                            New("2", "https://e.example/live", "Polls close")});
  EXPECT_NE(polled[0].article.name(), polled[1].article.name());
}

TEST_F(ReconcileTest, AWithdrawnPageStaysWithdrawnUnderAnyId) {
  known_.WithdrawPage("https://e.example/a");
  EXPECT_TRUE(Poll({New("new", "https://e.example/a", "Ferry returns")})[0].withdrawn);
}

TEST_F(ReconcileTest, CapsTimesInTheFarFutureOnceAndSaysSo) {
  Article article = New("1", "https://e.example/a", "Ferry returns");
  *article.mutable_publish_time() = ToProto(now_ + absl::Hours(24 * 365));
  *article.mutable_update_time() = ToProto(now_ + absl::Hours(23));
  const auto first = Poll({article});
  EXPECT_EQ(FromProto(first[0].article.publish_time()), now_);
  EXPECT_EQ(FromProto(first[0].article.update_time()), now_ + absl::Hours(23));
  EXPECT_THAT(first[0].remarks,
              ElementsAre("publish_time: 2024-11-13T22:13:20Z is in the future; capped"));
  const auto later = Reconcile({article}, now_ + absl::Hours(1), known_);
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(FromProto((*later)[0].article.publish_time()), now_);
}

TEST_F(ReconcileTest, UnderEmbargoNewsIsDatedByTheDayThatItIsFor) {
  Article article = New("1", "https://e.example/a", "Ferry returns");
  *article.mutable_embargo_time() = ToProto(now_ + absl::Hours(24 * 7));
  *article.mutable_publish_time() = ToProto(now_ + absl::Hours(24 * 7));
  EXPECT_THAT(Poll({article})[0].remarks, IsEmpty());
  *article.mutable_publish_time() = ToProto(now_ + absl::Hours(24 * 9));
  EXPECT_EQ(Poll({article})[0].remarks.size(), 1u);
}

TEST_F(ReconcileTest, WithoutAddressesOrFutureTimesStorageIsNotAsked) {
  class Silent : public KnownArticles {
   public:
    absl::StatusOr<ByName> Get(const std::vector<std::string>&) override {
      return absl::UnavailableError("asked");
    }
    absl::StatusOr<Article> FindByUrl(const std::string&) override {
      return absl::UnavailableError("asked");
    }
  } silent;
  EXPECT_TRUE(Reconcile({New("story.txt", "", "Ferry returns")}, now_, silent).ok());
  EXPECT_EQ(
      Reconcile({New("1", "https://e.example/a", "Ferry returns")}, now_, silent).status().code(),
      absl::StatusCode::kUnavailable);
}

TEST(CompareHeadlines, NumbersMayContradict) {
  EXPECT_EQ(CompareHeadlines("Storm hits coast", "Storm hits coast, 3 dead"), Likeness::kWithin);
  EXPECT_EQ(CompareHeadlines("Storm hits coast", "Storm nears coast"), Likeness::kClose);
  EXPECT_EQ(CompareHeadlines("Release 1.2 is out", "Release 1.3 is out"), Likeness::kAlike);
  EXPECT_EQ(CompareHeadlines("Snow in May", "Minister resigns"), Likeness::kUnlike);
}

TEST(CompareTexts, FewWordsAndNoneProveNothing) {
  EXPECT_EQ(CompareTexts("Fixes.", "Fixes."), Likeness::kAlike);
  EXPECT_EQ(CompareTexts("", "Fixes."), Likeness::kAlike);
  EXPECT_EQ(CompareTexts("Fixes.", "New colours."), Likeness::kUnlike);
}

TEST(AreAlike, EditsShareMostWords) {
  EXPECT_TRUE(AreAlike("Storm hits coast", "STORM hits the coast: three dead"));
  EXPECT_TRUE(AreAlike("", ""));
  EXPECT_FALSE(AreAlike("Storm hits coast", "Minister resigns over budget"));
  EXPECT_FALSE(AreAlike("Storm hits coast", ""));
}

}  // namespace
}  // namespace akin
