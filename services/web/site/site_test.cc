#include "common/status/errors.h"
#include "services/web/pages/search_page.h"
#include "services/web/testing/site_test_base.h"

namespace akin {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

TEST_F(SiteTest, ArticleIsShownAsTheHouseFormatHasIt) {
  news::v1::Article article = SomeArticle("a", "Lithium");
  article.mutable_update_time()->set_seconds(1'789'003'600);
  HaveArticle(article);
  HaveSimilar({SimilarHit("b", "Cobalt")});
  const HttpResponse page = Get("/articles/a");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr(">Lithium</h1>"), HasSubstr(">summary Lithium</p>"),
                               HasSubstr("<p>second Lithium</p>"), HasSubstr("Similar News</h2>")));
  EXPECT_THAT(page.body, HasSubstr("Update: <time datetime=\"2026-09-10T01:26:40Z\">10 September "
                                   "2026, 01:26 UTC</time>"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/stories/s1\""));
  EXPECT_THAT(page.headers, Contains(Pair("Surrogate-Key", "articles/a articles/b")));
}

TEST_F(SiteTest, SimilarNewsTellWhatTheyAreAndWhy) {
  HaveArticle(SomeArticle("a", "Lithium"));
  HaveSimilar({SimilarHit("b", "Cobalt")});
  EXPECT_THAT(Get("/articles/a").body,
              AllOf(HasSubstr("<a href=\"/articles/b\">Cobalt</a>"), HasSubstr(">Follow-up</p>"),
                    HasSubstr("<li>because Cobalt</li>"), HasSubstr("Also reported by <a")));
}

TEST_F(SiteTest, RecencySwitchAsksForThatMode) {
  HaveArticle(SomeArticle("a", "Lithium"));
  HaveSimilar({});
  const HttpResponse page = Get("/articles/a?recency=latest");
  EXPECT_THAT(page.body, HasSubstr("aria-current=\"true\">Latest</a>"));
  const auto asked =
      services_.Asked<recommendation::v1::ListSimilarArticlesRequest>(method::kListSimilarArticles);
  EXPECT_EQ(asked.arrange().recency(), recommendation::v1::RECENCY_MODE_LATEST);
  EXPECT_EQ(asked.seeds(0).article(), "articles/a");
}

TEST_F(SiteTest, ArticleWithoutSimilarNewsIsShownAndToBeFilledIn) {
  HaveArticle(SomeArticle("a", "Lithium"));
  services_.Fail(method::kListSimilarArticles, absl::DeadlineExceededError("late"));
  const HttpResponse page = Get("/articles/a");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr(">Lithium</h1>"), HasSubstr("not there yet"),
                               HasSubstr("data-fill=\"/articles/a/similar\"")));
  EXPECT_THAT(page.headers, Contains(Pair("Cache-Control", "no-store")));
}

TEST_F(SiteTest, WithdrawnArticleIsGoneAndUnknownOnesAreNotFound) {
  HaveSimilar({SimilarHit("b", "Cobalt")});
  services_.Fail(
      method::kGetArticle,
      ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_WITHDRAWN", "articles/a: withdrawn"));
  EXPECT_EQ(Get("/articles/a").status, 410);
  EXPECT_THAT(Get("/articles/a").body, Not(HasSubstr("Cobalt")));
  services_.Fail(method::kGetArticle, absl::NotFoundError("no such article"));
  EXPECT_EQ(Get("/articles/a").status, 404);
  services_.Fail(method::kGetArticle, InvalidField("name", "no name"));
  EXPECT_EQ(Get("/articles/<script>").status, 404);
}

TEST_F(SiteTest, EachErrorIsASmallPageWithItsStatus) {
  EXPECT_EQ(Get("/nowhere").status, 404);
  EXPECT_EQ(Get("/articles/a/b/c").status, 404);
  EXPECT_EQ(Get("/../../etc/passwd").status, 404);
  EXPECT_EQ(Get("/articles/a").status, 503);  // nothing answers
  const HttpResponse refused = Post("/search", "");
  EXPECT_EQ(refused.status, 405);
  EXPECT_THAT(refused.headers, Contains(Pair("Allow", "GET, HEAD")));
  EXPECT_THAT(refused.body, HasSubstr("To the front page"));
}

TEST_F(SiteTest, FrontPageLeadsWithWhatMostSourcesReport) {
  recommendation::v1::ListStoriesResponse stories;
  for (int count : {1, 3, 2}) {
    auto& story = *stories.add_stories();
    story.set_name("stories/s" + std::to_string(count));
    story.set_headline("Story of " + std::to_string(count));
    story.set_article_count(count);
    for (int i = 0; i < count; ++i) story.add_sources("sources/" + std::to_string(i));
  }
  services_.Answer(method::kListStories, stories);
  search::v1::SearchArticlesResponse latest;
  *latest.add_hits()->mutable_article() = SomeArticle("a", "Lithium");
  services_.Answer(method::kSearchArticles, latest);
  const std::string page = Get("/").body;
  EXPECT_LT(page.find("Story of 3"), page.find("Story of 2"));
  EXPECT_LT(page.find("Story of 2"), page.find("Story of 1"));
  EXPECT_THAT(page, AllOf(HasSubstr("3 reports"), HasSubstr(">Lithium</a>")));
}

TEST_F(SiteTest, FrontPageShowsWhatThereIs) {
  services_.Fail(method::kListStories, absl::UnavailableError("down"));
  services_.Answer(method::kSearchArticles, search::v1::SearchArticlesResponse());
  const HttpResponse page = Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("stories are not there just now"));
  EXPECT_THAT(page.headers, Contains(Pair("Cache-Control", "no-store")));
}

TEST_F(SiteTest, StoryIsATimeLineFromItsFirstReport) {
  recommendation::v1::GetStoryResponse story;
  story.mutable_story()->set_name("stories/s1");
  story.mutable_story()->set_headline("Strike");
  *story.add_articles() = SomeArticle("late", "Late report");
  *story.add_articles() = SomeArticle("first", "First report");
  services_.Answer(method::kGetStory, story);
  auto other = SimilarHit("other", "Other story");
  other.mutable_article()->set_story("stories/s2");
  HaveSimilar({SimilarHit("same", "Same story again"), other});
  const std::string page = Get("/stories/s1").body;
  EXPECT_LT(page.find("First report"), page.find("Late report"));
  EXPECT_THAT(page, AllOf(HasSubstr("Other story"), Not(HasSubstr("Same story again"))));
}

TEST_F(SiteTest, MergedStoryLeadsToTheOneThatStands) {
  recommendation::v1::GetStoryResponse story;
  story.mutable_story()->set_merged_into("stories/s2");
  services_.Answer(method::kGetStory, story);
  const HttpResponse response = Get("/stories/s1");
  EXPECT_EQ(response.status, 301);
  EXPECT_THAT(response.headers, Contains(Pair("Location", "/stories/s2")));
}

TEST_F(SiteTest, SearchMarksWordsAndNarrowsByLinks) {
  search::v1::SearchArticlesResponse found;
  auto& hit = *found.add_hits();
  *hit.mutable_article() = SomeArticle("a", "Lithium mine");
  hit.add_headline_highlights()->set_end(7);
  auto& facet = *found.add_facets();
  facet.set_field(search::v1::FACET_FIELD_LANGUAGE);
  facet.add_values()->set_value("de");
  found.set_corrected_query("lithium");
  services_.Answer(method::kSearchArticles, found);
  const std::string page = Get("/search?q=lithum+%22mine%22&source=wire.example").body;
  EXPECT_THAT(page, HasSubstr("<mark>Lithium</mark> mine"));
  EXPECT_THAT(page,
              HasSubstr("/search?q=lithum%20%22mine%22&amp;source=wire.example&amp;language=de"));
  EXPECT_THAT(page,
              HasSubstr("Did you mean <a href=\"/search?q=lithium&amp;source=wire.example\">"));
  const auto asked = services_.Asked<search::v1::SearchArticlesRequest>(method::kSearchArticles);
  EXPECT_EQ(asked.query(), "lithum \"mine\"");
  EXPECT_EQ(asked.filter(), "source = \"wire.example\"");
}

TEST_F(SiteTest, LanguageIsThatOfAllCountries) {
  search::v1::SearchArticlesResponse found;
  auto& facet = *found.add_facets();
  facet.set_field(search::v1::FACET_FIELD_LANGUAGE);
  for (const auto& [tag, count] :
       std::vector<std::pair<std::string, int>>{{"de", 7}, {"en", 5}, {"de-DE", 4}}) {
    auto& value = *facet.add_values();
    value.set_value(tag);
    value.set_count(count);
  }
  services_.Answer(method::kSearchArticles, found);
  const std::string page = Get("/search?q=x&language=de").body;
  EXPECT_THAT(page, HasSubstr("German</a> <span class=\"count\">11</span>"));
  EXPECT_EQ(services_.Asked<search::v1::SearchArticlesRequest>(method::kSearchArticles).filter(),
            "(language = \"de\" OR language = \"de-*\")");
}

TEST_F(SiteTest, FilterTakesAnyValueAsItStands) {
  services_.Answer(method::kSearchArticles, search::v1::SearchArticlesResponse());
  Get("/search?source=a%22+OR+source:*");
  EXPECT_EQ(services_.Asked<search::v1::SearchArticlesRequest>(method::kSearchArticles).filter(),
            "source = \"a\\\" OR source:\\*\"");
}

TEST_F(SiteTest, EmptyResultSaysWhatToTry) {
  services_.Answer(method::kSearchArticles, search::v1::SearchArticlesResponse());
  EXPECT_THAT(Get("/search?q=xyzzy&language=de").body,
              AllOf(HasSubstr("Nothing was found"), HasSubstr("href=\"/search?q=xyzzy\"")));
}

TEST_F(SiteTest, SearchThatIsNotUnderstoodSaysWhy) {
  services_.Fail(method::kSearchArticles, InvalidField("query", "column 3: want a number"));
  const HttpResponse page = Get("/search?q=a~x");
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("column 3: want a number"));
}

TEST_F(SiteTest, PageThatIsKeptNoLongerBeginsTheSearchAnew) {
  services_.Fail(method::kSearchArticles,
                 ErrorWithReason(absl::StatusCode::kAborted, "PAGE_EXPIRED", "search again"));
  const HttpResponse response = Get("/search?q=mine&page=xyz");
  EXPECT_EQ(response.status, 303);
  EXPECT_THAT(response.headers, Contains(Pair("Location", "/search?q=mine")));
}

TEST_F(SiteTest, PastedTextGetsItsSimilarNews) {
  HaveSimilar({SimilarHit("b", "Cobalt")});
  const HttpResponse page =
      Post("/similar", "headline=Mine+opens&text=In+%C3%84sch%0D%0A&recency=latest");
  EXPECT_THAT(page.body, AllOf(HasSubstr("value=\"Mine opens\""), HasSubstr(">Cobalt</a>"),
                               HasSubstr("<option value=\"latest\" selected>")));
  const auto asked =
      services_.Asked<recommendation::v1::ListSimilarArticlesRequest>(method::kListSimilarArticles);
  EXPECT_EQ(asked.seeds(0).text().body(), "In Äsch\n");
  EXPECT_THAT(Post("/similar", "text=").body, HasSubstr("Paste a headline or a text first"));
}

TEST_F(SiteTest, RevisionsShowWhatHasChanged) {
  storage::v1::ListArticleRevisionsResponse revisions;
  *revisions.add_revisions() = SomeArticle("a", "Lithium mine stopped");
  *revisions.add_revisions() = SomeArticle("a", "Lithium mine opened");
  services_.Answer(method::kListArticleRevisions, revisions);
  EXPECT_THAT(Get("/articles/a/revisions").body,
              HasSubstr("Lithium mine <del>opened</del><ins>stopped</ins>"));
  HaveArticle(SomeArticle("a", "Lithium mine stopped"));
  HaveSimilar({});
  EXPECT_THAT(Get("/articles/a").body,
              HasSubstr("href=\"/articles/a/revisions\">Earlier versions"));
  services_.Fail(method::kListArticleRevisions,
                 ErrorWithReason(absl::StatusCode::kNotFound, "ARTICLE_WITHDRAWN", "withdrawn"));
  EXPECT_EQ(Get("/articles/a/revisions").status, 410);
}

TEST_F(SiteTest, SearchIsAFeed) {
  search::v1::SearchArticlesResponse found;
  *found.add_hits()->mutable_article() = SomeArticle("a", "Lithium & mine");
  services_.Answer(method::kSearchArticles, found);
  const HttpResponse atom = Get("/search.atom?q=mine&order=recent", {{"Host", "news.example:81"}});
  EXPECT_EQ(atom.content_type, "application/atom+xml; charset=utf-8");
  EXPECT_THAT(atom.body, AllOf(HasSubstr("<title>Lithium &amp; mine</title>"),
                               HasSubstr("<id>http://news.example:81/articles/a</id>"),
                               HasSubstr("<updated>2026-09-10T00:26:40Z</updated>"),
                               HasSubstr("href=\"https://wire.example/a\"")));
  EXPECT_THAT(atom.headers, Contains(Pair("Surrogate-Key", "articles/a")));
  EXPECT_EQ(services_.Asked<search::v1::SearchArticlesRequest>(method::kSearchArticles).order(),
            search::v1::SEARCH_ORDER_TIME);
  EXPECT_THAT(Get("/search.json?q=mine").body, HasSubstr("jsonfeed.org/version/1.1"));
  EXPECT_THAT(Get("/search?q=mine").body, HasSubstr("href=\"/search.atom?q=mine\""));
  EXPECT_THAT(Get("/search.atom?q=x", {{"Host", "evil.example/x?"}}).body, Not(HasSubstr("evil")));
}

TEST_F(SiteTest, OtherSitesGetSimilarNewsByTheAddressOfTheirPage) {
  storage::v1::LookupArticleResponse found;
  found.mutable_article()->set_name("articles/a");
  services_.Answer(method::kLookupArticle, found);
  HaveSimilar({SimilarHit("b", "Cobalt")});
  const HttpResponse piece = Get("/embed/similar?url=https%3A%2F%2Fwire.example%2Fa");
  EXPECT_THAT(piece.body, HasSubstr("<a href=\"https://wire.example/b\""));
  EXPECT_THAT(piece.body, Not(HasSubstr("<html")));
  EXPECT_EQ(
      services_.Asked<storage::v1::LookupArticleRequest>(method::kLookupArticle).canonical_url(),
      "https://wire.example/a");
}

TEST_F(SiteTest, EmbedIsEmptyWhereThereIsNothingToShow) {
  EXPECT_EQ(Get("/embed/similar").body, "");
  for (const auto& status : {absl::NotFoundError("unknown"), absl::UnavailableError("down"),
                             absl::InvalidArgumentError("no address")}) {
    services_.Fail(method::kLookupArticle, status);
    const HttpResponse piece = Get("/embed/similar?url=https://wire.example/a");
    EXPECT_EQ(piece.status, 200);
    EXPECT_EQ(piece.body, "");
  }
}

TEST_F(SiteTest, OnlySitesThatAreNamedMayEmbed) {
  Site open(services_, clock_, {.embed_origins = {"https://paper.example"}}, metrics_);
  const auto headers = [&](const std::string& origin) {
    HttpFields out;
    open.Handle({.method = "GET", .path = "/embed/similar", .headers = {{"Origin", origin}}},
                [&out](HttpResponse response) { out = response.headers; });
    return out;
  };
  EXPECT_THAT(headers("https://paper.example"),
              Contains(Pair("Access-Control-Allow-Origin", "https://paper.example")));
  EXPECT_THAT(headers("https://other.example"),
              Not(Contains(Pair("Access-Control-Allow-Origin", ::testing::_))));
  EXPECT_THAT(headers(""), Contains(Pair("Content-Security-Policy",
                                         HasSubstr("frame-ancestors https://paper.example"))));
  EXPECT_THAT(Get("/embed/similar").headers,
              Contains(Pair("Content-Security-Policy", HasSubstr("frame-ancestors 'none'"))));
}

TEST_F(SiteTest, AnswersCarryGuardsAndWhoHasThePageIsToldSo) {
  HaveArticle(SomeArticle("a", "Lithium"));
  HaveSimilar({});
  const HttpResponse page = Get("/articles/a");
  EXPECT_THAT(page.headers,
              Contains(Pair("Content-Security-Policy",
                            AllOf(HasSubstr("default-src 'none'"), Not(HasSubstr("unsafe"))))));
  const std::string tag(FieldOf(page.headers, "ETag"));
  const HttpResponse again = Get("/articles/a", {{"If-None-Match", tag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(Get("/articles/a", {{"If-None-Match", "W/\"other\""}}).status, 200);
}

TEST_F(SiteTest, AssetsAreKeptForGoodUnderTheirContentsAddress) {
  const std::string page = Get("/similar").body;
  const size_t at = page.find("/assets/style.");
  const HttpResponse style = Get(page.substr(at, page.find('"', at) - at));
  EXPECT_EQ(style.content_type, "text/css; charset=utf-8");
  EXPECT_THAT(style.headers, Contains(Pair("Cache-Control", HasSubstr("immutable"))));
  EXPECT_EQ(Get("/assets/style.00000000.css").status, 404);
  EXPECT_EQ(Get("/assets/page_head.tpl").status, 404);
}

}  // namespace
}  // namespace akin
