#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <thread>

#include "common/status/errors.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchServiceTest : public SearchTestBase {
 protected:
  SearchServiceTest() { StartSearch(); }
};

TEST_F(SearchServiceTest, APublishedArticleIsFoundAtItsRevision) {
  const int64_t revision = storage_.Put(Article("a", "Floods in Valencia", "Rivers rose."));
  SearchArticlesRequest request;
  request.set_query("flooding valencia");
  request.set_min_revision(revision);
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->hits_size(), 1);
  EXPECT_EQ(response->hits(0).article().headline(), "Floods in Valencia");
  EXPECT_EQ(response->hits(0).article().body(), "") << "a card has no body";
  EXPECT_EQ(response->total_size(), 1);
  EXPECT_GE(response->info().revision(), revision);
  EXPECT_EQ(response->info().log_id(), storage_.log_id());
}

TEST_F(SearchServiceTest, QueriesMeanWhatTheySay) {
  storage_.Put(Article("rain", "Heavy rain in Lyon", "The well-known river rose. Mayors met."));
  storage_.Put(Article("snow", "Snow in Lyon", "Schools closed after a heavy night."));
  storage_.Put(Article("fire", "Forest fire", "Rain did not come to the hills."));
  const std::pair<absl::string_view, std::vector<std::string>> cases[] = {
      {"rains", {"rain", "fire"}},
      {"heavy lyon", {"rain", "snow"}},
      {"\"heavy rain\"", {"rain"}},
      {"\"rain heavy\"", {}},
      {"lyon -snow", {"rain"}},
      {"lyon NOT rain", {"snow"}},
      {"snow OR fire", {"snow", "fire"}},
      {"lyon snow OR fire", {"snow"}},
      {"-lyon", {"fire"}},
      {"headline:rain", {"rain"}},
      {"body:rain", {"fire"}},
      {"body:heav*", {"snow"}},
      {"body:\"heavy night\"", {"snow"}},
      {"sch*", {"snow"}},
      {"well-known", {"rain"}},
      {"(snow OR rain) -school", {"rain", "fire"}},
      {"rain unicorn", {"rain", "fire"}},
      {"unicorn", {}},
      {"source:example.com snow", {"snow"}},
      {"source:other.com snow", {}},
      {"lang:en snow", {"snow"}},
      {"lang:de snow", {}},
      {"???", {}},
      {"", {"rain", "snow", "fire"}},
  };
  for (const auto& [query, ids] : cases) {
    EXPECT_THAT(Ids(query), ::testing::UnorderedElementsAreArray(ids)) << query;
  }
}

TEST_F(SearchServiceTest, EachLanguageIsStemmedItsOwnWay) {
  storage_.Put(Article("de", "Die Häuser der Stadt", "Der Bürgermeister sprach.", "de"));
  storage_.Put(Article("fr", "L'élection présidentielle", "Les élections approchent.", "fr"));
  storage_.Put(Article("ja", "東京で地震", "けが人はいない。", "ja"));
  storage_.Put(Article("en", "Elections ahead", "Voters wait.", "en"));
  EXPECT_THAT(Ids("haus"), ElementsAre("de"));
  EXPECT_THAT(Ids("hauser"), ElementsAre("de"));
  EXPECT_THAT(Ids("l'élection"), ElementsAre("fr"));
  EXPECT_THAT(Ids("election"), UnorderedElementsAre("fr", "en"));
  EXPECT_THAT(Ids("地震"), ElementsAre("ja"));
}

TEST_F(SearchServiceTest, NamesAndCategoriesHaveFields) {
  news::v1::Article article = Article("a", "Race report");
  article.add_authors("Ann Smith");
  article.add_authors("Bo Lee");
  article.add_categories("Formula One");
  article.add_keywords("grand prix");
  storage_.Put(article);
  for (const absl::string_view query : {"author:smith", "author:\"ann smith\"", "author:sm*",
                                        "category:formula", "category:\"formula one\"", "prix"}) {
    EXPECT_THAT(Ids(query), ElementsAre("a")) << query;
  }
  for (const absl::string_view query : {"author:\"smith bo\"", "author:formula", "category:ann"}) {
    EXPECT_THAT(Ids(query), IsEmpty()) << query;
  }
}

TEST_F(SearchServiceTest, AHeadlineMatchesBetterThanABody) {
  storage_.Put(Article("body", "Other news", "One word about tennis in a body."));
  storage_.Put(Article("head", "Tennis today", "A match report of some length."));
  EXPECT_THAT(Ids("tennis"), ElementsAre("head", "body"));
}

TEST_F(SearchServiceTest, FiltersAgreeWithTheirDefinition) {
  news::v1::Article a = Article("a", "One", "x", "en-GB");
  a.add_categories("Sport");
  a.set_external_id("guid:1");
  storage_.Put(a);
  news::v1::Article b = Article("b", "Two", "x", "de");
  b.set_source("sources/other.org");
  b.mutable_publish_time()->set_seconds(1'800'000'000);
  b.mutable_publish_time()->set_nanos(5);
  storage_.Put(b);
  news::v1::Article c = Article("c", "Three", "x", "und");
  c.clear_publish_time();
  storage_.Put(c);
  storage_.Assign("a", "stories/s1");
  const std::pair<absl::string_view, std::vector<std::string>> cases[] = {
      {"source = example.com", {"a", "c"}},
      {"source = \"ex*\"", {"a", "c"}},
      {"source != example.com", {"b"}},
      {"language = en", {"a"}},
      {"language = en-GB", {"a"}},
      {"language != de", {"a", "c"}},
      {"category:Sport", {"a"}},
      {"category:sport", {}},
      {"categories:*", {"a"}},
      {"publish_time > 2025-01-01", {"b"}},
      {"publish_time < 2025-01-01", {"a"}},
      {"publish_time <= 2023-11-14T22:13:20Z", {"a"}},
      {"publish_time < 2023-11-14T22:13:20Z", {}},
      {"publish_time = 2027-01-15T08:00:00.000000005Z", {"b"}},
      {"publish_time != 2027-01-15T08:00:00.000000005Z", {"a", "c"}},
      {"publish_time:*", {"a", "b"}},
      {"story = s1", {"a"}},
      {"story:*", {"a"}},
      {"name = b", {"b"}},
      {"external_id = \"guid:1\"", {"a"}},
      {"headline = \"T*\"", {"b", "c"}},
      {"external_id = \"guid:1\" OR language = de", {"a", "b"}},
      {"NOT (external_id = \"guid:1\" OR language = de)", {"c"}},
      {"source > \"sources/f\"", {"b"}},
      {"state = ACTIVE", {"a", "b", "c"}},
      {"state = WITHDRAWN", {}},
  };
  for (const auto& [filter, ids] : cases) {
    EXPECT_THAT(Ids("", filter), ::testing::UnorderedElementsAreArray(ids)) << filter;
  }
  EXPECT_THAT(Ids("x", "language = de"), ElementsAre("b"));
}

TEST_F(SearchServiceTest, OrdersAreByTimeByMatchAndByBoth) {
  const int64_t now = 1'700'000'000;
  const auto put = [&](absl::string_view id, absl::string_view headline, int64_t age_days) {
    news::v1::Article article = Article(id, headline, "Text about the port.");
    article.mutable_publish_time()->set_seconds(now - age_days * 86400);
    storage_.Put(article);
  };
  put("old", "Strike strike strike at the port", 400);
  put("new", "Strike at the port and other things of the day in brief", 0);
  put("mid", "Port of call with many other words and a strike", 100);
  EXPECT_THAT(Ids("strike", "", search::v1::SEARCH_ORDER_TIME), ElementsAre("new", "mid", "old"));
  EXPECT_EQ(Ids("strike", "", search::v1::SEARCH_ORDER_RELEVANCE).front(), "old");
  EXPECT_THAT(Ids(""), ElementsAre("new", "mid", "old")) << "without a query, the newest first";
}

TEST_F(SearchServiceTest, FacetsCountAllHits) {
  for (int i = 0; i < 5; ++i) {
    news::v1::Article article = Article(absl::StrCat("a", i), "News item");
    article.set_source(i < 3 ? "sources/one" : "sources/two");
    article.add_categories("all");
    if (i == 0) article.add_categories("first");
    storage_.Put(article);
  }
  SearchArticlesRequest request;
  request.set_query("news");
  request.set_page_size(1);
  request.add_facets(search::v1::FACET_FIELD_CATEGORY);
  request.add_facets(search::v1::FACET_FIELD_SOURCE);
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->facets_size(), 2);
  EXPECT_EQ(response->facets(0).field(), search::v1::FACET_FIELD_CATEGORY);
  ASSERT_EQ(response->facets(0).values_size(), 2);
  EXPECT_EQ(response->facets(0).values(0).value(), "all");
  EXPECT_EQ(response->facets(0).values(0).count(), 5);
  EXPECT_EQ(response->facets(1).values(0).value(), "sources/one");
  EXPECT_EQ(response->facets(1).values(0).count(), 3);
}

TEST_F(SearchServiceTest, SnippetsShowTheWordsFound) {
  std::string body;
  for (int i = 0; i < 60; ++i) absl::StrAppend(&body, "Filler sentence number ", i, ". ");
  absl::StrAppend(&body, "Then the volcanoes erupted near Naples. ");
  for (int i = 0; i < 60; ++i) absl::StrAppend(&body, "More filler ", i, ". ");
  storage_.Put(Article("a", "Italy", body));
  SearchArticlesRequest request;
  request.set_query("volcano naples");
  const auto response = Search(request);
  ASSERT_TRUE(response.ok() && response->hits_size() == 1);
  const search::v1::Snippet& snippet = response->hits(0).snippet();
  std::vector<std::string> marked;
  for (const auto& h : snippet.highlights()) {
    marked.push_back(snippet.text().substr(h.start(), h.end() - h.start()));
  }
  EXPECT_THAT(marked, ElementsAre("volcanoes", "Naples")) << snippet.text();
  EXPECT_LT(snippet.text().size(), 300u);
}

TEST_F(SearchServiceTest, ACorrectionIsMadeOfLiveWordsOnly) {
  storage_.Put(Article("a", "Parliament votes", "Members of parliament met."));
  storage_.Put(Article("b", "Parliamemt typo", "Misprint."));
  SearchArticlesRequest request;
  request.set_query("-sport parliamnet, votes");
  auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->corrected_query(), "-sport parliament votes");
  storage_.Withdraw("a");
  request.set_query("votez");
  response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->corrected_query(), "") << "no live article has the word";
}

TEST_F(SearchServiceTest, StoriesCollapseAsTheLogAssignsThem) {
  for (const absl::string_view id : {"a", "b", "c", "d"}) {
    storage_.Put(Article(id, "Storm hits coast", absl::StrCat("Report ", id)));
  }
  storage_.Assign("a", "s1");
  storage_.Assign("b", "s1");
  storage_.Assign("c", "s2");
  SearchArticlesRequest request;
  request.set_query("storm");
  request.set_collapse_stories(true);
  auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  std::vector<int> counts;
  for (const auto& hit : response->hits()) counts.push_back(hit.story_count());
  EXPECT_THAT(counts, UnorderedElementsAre(2, 1, 1));
  EXPECT_EQ(response->total_size(), 3);
  storage_.Merge("s1", "s2");
  response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  counts.clear();
  for (const auto& hit : response->hits()) counts.push_back(hit.story_count());
  EXPECT_THAT(counts, UnorderedElementsAre(3, 1));
}

TEST_F(SearchServiceTest, AWithdrawnArticleIsGoneAndARevisedOneIsNew) {
  storage_.Put(Article("a", "Alpha story"));
  storage_.Put(Article("b", "Alpha report"));
  EXPECT_THAT(Ids("alpha"), UnorderedElementsAre("a", "b"));
  storage_.Withdraw("a");
  EXPECT_THAT(Ids("alpha"), ElementsAre("b"));
  storage_.Put(Article("b", "Beta report"));
  EXPECT_THAT(Ids("alpha"), IsEmpty());
  EXPECT_THAT(Ids("beta"), ElementsAre("b"));
}

TEST_F(SearchServiceTest, PagesAreStableWhileNewsComesIn) {
  for (int i = 0; i < 25; ++i) storage_.Put(Article(absl::StrCat("p", i), "Budget debate"));
  SearchArticlesRequest request;
  request.set_query("budget");
  request.set_page_size(10);
  std::vector<std::string> seen;
  for (int page = 0; page < 3; ++page) {
    const auto response = Search(request);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const std::string& id : IdsOf(response)) seen.push_back(id);
    EXPECT_EQ(response->next_page_token().empty(), page == 2);
    request.set_page_token(response->next_page_token());
    storage_.Put(Article(absl::StrCat("new", page), "Budget budget budget"));
    if (page == 0) storage_.Withdraw("p24");
  }
  const std::set<std::string> distinct(seen.begin(), seen.end());
  EXPECT_EQ(distinct.size(), seen.size()) << "no article twice";
  for (int i = 0; i < 24; ++i) EXPECT_TRUE(distinct.contains(absl::StrCat("p", i))) << i;
  for (const std::string& id : seen) EXPECT_EQ(id[0], 'p') << "none that came after page one";
}

TEST_F(SearchServiceTest, BadArgumentsAreNamed) {
  const auto with = [](auto set) {
    SearchArticlesRequest request;
    set(request);
    return request;
  };
  const std::pair<SearchArticlesRequest, absl::string_view> cases[] = {
      {with([](auto& r) { r.set_page_size(-3); }), "page_size"},
      {with([](auto& r) { r.set_facet_size(-1); }), "facet_size"},
      {with([](auto& r) { r.set_min_revision(-1); }), "min_revision"},
      {with([](auto& r) { r.set_page_token("garbage"); }), "page_token"},
      {with([](auto& r) { r.set_page_token("!!"); }), "page_token"},
      {with([](auto& r) { r.set_filter("sorce = x"); }), "filter"},
      {with([](auto& r) { r.set_filter("publish_time > 99999-01-01"); }), "filter"},
      {with([](auto& r) { r.set_query(std::string(5000, 'x')); }), "query"},
      {with([](auto& r) { r.set_query(std::string(100, '(')); }), "query"},
      {with([](auto& r) { r.add_facets(search::v1::FACET_FIELD_UNSPECIFIED); }), "facets"},
      {with([](auto& r) { r.set_order(static_cast<search::v1::SearchOrder>(9)); }), "order"},
      {with([](auto& r) { r.set_view(static_cast<news::v1::ArticleView>(9)); }), "view"},
      {with([](auto& r) { r.mutable_max_staleness()->set_seconds(-1); }), "max_staleness"},
  };
  EXPECT_TRUE(Search(SearchArticlesRequest()).ok());
  for (const auto& [request, field] : cases) {
    const absl::Status status = Call(request).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    EXPECT_EQ(ErrorField(status), field) << status;
  }
}

TEST_F(SearchServiceTest, ATokenBelongsToItsRequest) {
  for (int i = 0; i < 3; ++i) storage_.Put(Article(absl::StrCat("p", i), "Budget debate"));
  SearchArticlesRequest request;
  request.set_query("budget");
  request.set_page_size(1);
  const auto response = Search(request);
  ASSERT_TRUE(response.ok()) << response.status();
  request.set_query("debate");
  request.set_page_token(response->next_page_token());
  EXPECT_EQ(ErrorField(Call(request).status()), "page_token");
}

TEST_F(SearchServiceTest, SuggestionsCompleteFromLiveHeadlines) {
  storage_.Put(Article("a", "Climate summit opens in Berlin"));
  storage_.Put(Article("b", "Leaders leave climate summit"));
  storage_.Put(Article("c", "Climate protest blocks road"));
  storage_.Put(Article("d", "Clinic closes", "climate summit climate summit"));
  Ids("");  // waits
  search::v1::SuggestQueriesRequest request;
  request.set_prefix("Climate s");
  grpc::ClientContext context;
  search::v1::SuggestQueriesResponse response;
  ASSERT_TRUE(stub_->SuggestQueries(&context, request, &response).ok());
  ASSERT_GE(response.suggestions_size(), 1);
  EXPECT_EQ(response.suggestions(0).query(), "climate summit");
  EXPECT_EQ(response.suggestions(0).article_count(), 2);
  for (const auto& s : response.suggestions()) EXPECT_EQ(s.query().substr(0, 9), "climate s");
}

TEST_F(SearchServiceTest, ARevisionThatNeverComesIsUnavailable) {
  Ids("");
  SearchArticlesRequest request;
  request.set_min_revision(storage_.revision() + 100);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  search::v1::SearchArticlesResponse response;
  const absl::Status status = FromGrpcStatus(stub_->SearchArticles(&context, request, &response));
  EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) << status;
}

TEST_F(SearchServiceTest, APageThatIsTooLargeToSendIsShorterAndGoesOn) {
  for (int i = 0; i < 30; ++i) {
    storage_.Put(Article(absl::StrCat("big", i), "Dam", std::string(1'000'000, '-')));
  }
  search::v1::SearchArticlesRequest request;
  request.set_query("dam");
  request.set_view(news::v1::ARTICLE_VIEW_FULL);
  request.set_page_size(100);
  const auto first = Search(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->hits_size(), 25);  // of a million bytes and some, within 24 MiB
  request.set_page_token(first->next_page_token());
  const auto second = Search(request);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->hits_size(), 5);
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace akin
