// What newsrooms ask of a search beyond words: times, places, weights, reasons.
#include <gmock/gmock.h>

#include <limits>

#include "common/status/errors.h"
#include "common/time/proto_time.h"
#include "services/search/search_test_base.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SearchNewsroomTest : public SearchTestBase {
 protected:
  SearchNewsroomTest() { StartSearch(); }

  SearchArticlesResponse Answer(const SearchArticlesRequest& request) {
    const auto response = Search(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *response : SearchArticlesResponse();
  }

  static SearchArticlesRequest Query(absl::string_view query) {
    SearchArticlesRequest request;
    request.set_query(std::string(query));
    return request;
  }

  static news::v1::Article At(absl::string_view id, absl::string_view time) {
    news::v1::Article article = Article(id, "Floods", "Rivers rose.");
    absl::Time published;
    EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, time, &published, nullptr)) << time;
    *article.mutable_publish_time() = ToProto(published);
    return article;
  }

  // "value count" of a facet.
  static std::vector<std::string> Values(const search::v1::Facet& facet) {
    std::vector<std::string> values;
    for (const auto& value : facet.values()) {
      values.push_back(absl::StrCat(value.value(), " ", value.count()));
    }
    return values;
  }

  static std::vector<std::string> Marked(
      absl::string_view text,
      const google::protobuf::RepeatedPtrField<search::v1::Highlight>& highlights) {
    std::vector<std::string> marked;
    for (const auto& h : highlights)
      marked.emplace_back(text.substr(h.start(), h.end() - h.start()));
    return marked;
  }
};

TEST_F(SearchNewsroomTest, TimesInTheQueryAreThoseOfPublicationOrElseOfTheUpdate) {
  storage_.Put(At("sep", "2026-09-30T23:30:00Z"));
  storage_.Put(At("oct", "2026-10-15T12:00:00Z"));
  storage_.Put(At("now", absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone())));
  news::v1::Article undated = Article("undated", "Floods");
  undated.clear_publish_time();
  storage_.Put(undated);
  news::v1::Article updated = At("updated", "2026-10-20T12:00:00Z");
  updated.mutable_update_time()->Swap(updated.mutable_publish_time());
  updated.clear_publish_time();
  storage_.Put(updated);
  EXPECT_THAT(Ids("floods after:2026-10-01 before:2026-10-31"), ElementsAre("updated", "oct"));
  EXPECT_THAT(Ids("floods before:2026-10-15T12:00:00Z after:2026-01-01"), ElementsAre("sep"));
  EXPECT_THAT(Ids("last:1h"), ElementsAre("now"));
  EXPECT_THAT(Ids("floods -after:2026-10-01"), UnorderedElementsAre("sep", "undated"));
  SearchArticlesRequest berlin = Query("floods after:2026-10-01 before:2026-10-02");
  berlin.set_time_zone("Europe/Berlin");
  EXPECT_THAT(IdsOf(Search(berlin)), ElementsAre("sep")) << "there it was October by then";
}

TEST_F(SearchNewsroomTest, NearWordsMayComeInAnyOrder) {
  storage_.Put(Article("near", "Report", "The mine in the north has lithium."));
  storage_.Put(Article("far", "Report", "The mine opened. In other news of the day lithium fell."));
  EXPECT_THAT(Ids("\"lithium mine\"~5"), ElementsAre("near"));
  EXPECT_THAT(Ids("lithium NEAR/5 mine"), ElementsAre("near"));
  EXPECT_THAT(Ids("lithium NEAR/20 mine"), UnorderedElementsAre("near", "far"));
  EXPECT_THAT(Ids("\"lithium mine\"~3"), IsEmpty());
  EXPECT_THAT(Ids("headline:\"lithium mine\"~5"), IsEmpty());
  EXPECT_THAT(Ids("body:\"lithium mine\"~5"), ElementsAre("near"));
}

TEST_F(SearchNewsroomTest, BoostsDecideTheOrder) {
  storage_.Put(Article("rain", "Weather", "Rain and wind."));
  storage_.Put(Article("snow", "Weather", "Snow and wind."));
  EXPECT_THAT(Ids("rain^5 OR snow"), ElementsAre("rain", "snow"));
  EXPECT_THAT(Ids("rain OR snow^5"), ElementsAre("snow", "rain"));
  EXPECT_THAT(Ids("is there rain or snow^9 today, or wind?"), ElementsAre("snow", "rain"));
}

TEST_F(SearchNewsroomTest, KeywordsHaveAFieldAndGroupsTakeFields) {
  news::v1::Article article = Article("a", "Race report", "A long afternoon.");
  article.add_keywords("Grand Prix");
  storage_.Put(article);
  storage_.Put(Article("b", "Grand Prix history", "Long ago."));
  EXPECT_THAT(Ids("keyword:\"grand prix\""), ElementsAre("a"));
  EXPECT_THAT(Ids("keyword:prix"), ElementsAre("a"));
  EXPECT_THAT(Ids("headline:(prix OR report) long"), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(Ids("body:(prix OR report)"), IsEmpty());
}

TEST_F(SearchNewsroomTest, WildcardsStandForSoManyWordsOnly) {
  std::string words;
  for (int i = 0; i < 2100; ++i) absl::StrAppend(&words, "harb", i, " ");
  storage_.Put(Article("many", "Words", words));
  storage_.Put(Article("harbour", "Ferry leaves harbour", "At noon."));
  EXPECT_THAT(Ids("harbo*"), ElementsAre("harbour"));
  const absl::Status many = Call(Query("ferry harb*")).status();
  EXPECT_EQ(ErrorField(many), "query");
  EXPECT_THAT(many.message(), HasSubstr("query: column 7: more than 2000 words"));
  const absl::Status brief = Call(Query("ferry h*")).status();
  EXPECT_EQ(ErrorField(brief), "query");
  EXPECT_THAT(brief.message(), HasSubstr("query: column 7: want at least 2 letters"));
}

TEST_F(SearchNewsroomTest, FuzzyWordsFindNearSpellings) {
  storage_.Put(Article("uk", "Harbour shelled", "At night."));
  storage_.Put(Article("us", "Harbor in spring", "By day."));
  EXPECT_THAT(Ids("harbout~1"), ElementsAre("uk"));
  EXPECT_THAT(Ids("harbout~2"), UnorderedElementsAre("uk", "us"));
  EXPECT_THAT(Ids("harbour~0"), ElementsAre("uk"));
  EXPECT_THAT(Ids("harbour~2"), ElementsAre("uk", "us")) << "the word itself weighs most";
  const auto response = Answer(Query("headline:harbout~1"));
  ASSERT_EQ(response.hits_size(), 1);
  EXPECT_THAT(Marked(response.hits(0).article().headline(), response.hits(0).headline_highlights()),
              ElementsAre("Harbour"));
}

TEST_F(SearchNewsroomTest, AWordThatNothingHasIsReadAsANearOneAndTheAnswerSaysSo) {
  storage_.Put(Article("mine", "Lithium mine opens", "In the north."));
  storage_.Put(Article("other", "A mine closes", "In the south."));
  const auto response = Answer(Query("lithum mine"));
  ASSERT_EQ(response.hits_size(), 1);
  EXPECT_EQ(response.hits(0).article().name(), "articles/mine");
  EXPECT_FALSE(response.relaxed());
  ASSERT_EQ(response.read_as_size(), 1);
  EXPECT_EQ(response.read_as(0).word(), "lithum");
  EXPECT_EQ(response.read_as(0).read_as(), "lithium");
  EXPECT_EQ(response.corrected_query(), "lithium mine");
  EXPECT_THAT(Marked(response.hits(0).article().headline(), response.hits(0).headline_highlights()),
              ElementsAre("Lithium", "mine"));
  EXPECT_EQ(Answer(Query("lithium mine")).read_as_size(), 0);
  EXPECT_EQ(Answer(Query("lithum OR mine")).read_as_size(), 0) << "something has it as it stands";
}

TEST_F(SearchNewsroomTest, FacetsCountDaysWeeksAndMonthsOfATimeZone) {
  storage_.Put(At("a", "2026-10-24T22:30:00Z"));  // Sunday the 25th in Berlin, before DST ends
  storage_.Put(At("b", "2026-10-25T23:30:00Z"));  // Monday the 26th
  storage_.Put(At("c", "2026-10-26T10:00:00Z"));
  storage_.Put(At("d", "2026-10-31T23:00:00Z"));  // November there
  SearchArticlesRequest request = Query("floods");
  for (const auto facet :
       {search::v1::FACET_FIELD_DAY, search::v1::FACET_FIELD_WEEK, search::v1::FACET_FIELD_MONTH}) {
    request.add_facets(facet);
  }
  request.set_time_zone("Europe/Berlin");
  const auto response = Answer(request);
  ASSERT_EQ(response.facets_size(), 3);
  EXPECT_THAT(Values(response.facets(0)),
              ElementsAre("2026-10-25 1", "2026-10-26 2", "2026-11-01 1"));
  EXPECT_THAT(Values(response.facets(1)), ElementsAre("2026-10-19 1", "2026-10-26 3"));
  EXPECT_THAT(Values(response.facets(2)), ElementsAre("2026-10 3", "2026-11 1"));
  EXPECT_EQ(FromProto(response.facets(0).values(0).start_time()),
            absl::FromUnixSeconds(1'792'879'200))
      << "midnight of the 25th, at +02:00";
  request.set_facet_size(1);
  EXPECT_THAT(Values(Answer(request).facets(0)), ElementsAre("2026-11-01 1"));
  request.set_time_zone("");
  EXPECT_THAT(Values(Answer(request).facets(2)), ElementsAre("2026-10 4"));
}

TEST_F(SearchNewsroomTest, FacetsCountAuthorsKeywordsAndStories) {
  for (const absl::string_view id : {"a", "b"}) {
    news::v1::Article article = Article(id, "Storm hits coast", absl::StrCat("Report ", id));
    article.add_authors("Ann Smith");
    article.add_keywords("storm");
    if (id == "b") article.add_authors("Bo Lee");
    storage_.Put(article);
    storage_.Assign(std::string(id), "stories/s1");
  }
  SearchArticlesRequest request = Query("storm");
  for (const auto facet : {search::v1::FACET_FIELD_AUTHOR, search::v1::FACET_FIELD_KEYWORD,
                           search::v1::FACET_FIELD_STORY}) {
    request.add_facets(facet);
  }
  const auto response = Answer(request);
  ASSERT_EQ(response.facets_size(), 3);
  EXPECT_THAT(Values(response.facets(0)), ElementsAre("Ann Smith 2", "Bo Lee 1"));
  EXPECT_THAT(Values(response.facets(1)), ElementsAre("storm 2"));
  EXPECT_THAT(Values(response.facets(2)), ElementsAre("stories/s1 2"));
}

TEST_F(SearchNewsroomTest, AnExplanationTellsTermsPlacesFormsAndShares) {
  news::v1::Article article =
      Article("a", "Mines close", "The mine in Lyon closes. A mining town.");
  article.set_summary("Two mines close.");
  article.add_authors("Ann Lyon");
  storage_.Put(article);
  storage_.Put(Article("b", "Weather in Lyon", "Rain."));
  SearchArticlesRequest request = Query("mine^2 lyon headline:close");
  request.set_explain(true);
  const auto response = Answer(request);
  ASSERT_EQ(response.hits_size(), 1);
  const auto& terms = response.hits(0).explanation();
  ASSERT_EQ(terms.size(), 3);
  EXPECT_EQ(terms[0].term(), "mine");
  ASSERT_EQ(terms[0].fields_size(), 3);
  EXPECT_EQ(terms[0].fields(0).field(), "headline");
  EXPECT_THAT(terms[0].fields(0).forms(), ElementsAre("Mines"));
  EXPECT_EQ(terms[0].fields(2).field(), "body");
  EXPECT_EQ(terms[0].fields(2).count(), 2);
  EXPECT_EQ(terms[1].fields(1).field(), "authors");
  EXPECT_EQ(terms[2].fields_size(), 1) << "close was wanted in the headline only";
  double sum = 0;
  for (const auto& term : terms) sum += term.weight_share();
  EXPECT_NEAR(sum, 1, 1e-9);
  EXPECT_GT(terms[0].weight_share(), terms[1].weight_share());
  EXPECT_TRUE(Answer(Query("mine")).hits(0).explanation().empty());
}

TEST_F(SearchNewsroomTest, HeadlineAndSummaryAreMarked) {
  news::v1::Article article = Article("a", "Müller wins", "The race was long.");
  article.set_summary("A win for Müller.");
  storage_.Put(article);
  const auto response = Answer(Query("mueller body:win"));
  EXPECT_EQ(response.hits_size(), 0) << "no body has it";
  const auto hit = Answer(Query("mueller")).hits(0);
  EXPECT_THAT(Marked(hit.article().headline(), hit.headline_highlights()), ElementsAre("Müller"));
  EXPECT_THAT(Marked(hit.article().summary(), hit.summary_highlights()), ElementsAre("Müller"));
}

TEST_F(SearchNewsroomTest, TheRequestSaysHowMatchesAge) {
  const absl::Time now = absl::Now();
  news::v1::Article best = Article("best", "Lithium lithium", "Lithium lithium lithium.");
  *best.mutable_publish_time() = ToProto(now - absl::Hours(48));
  news::v1::Article latest = Article("latest", "Markets", "Shares rose, and lithium fell a bit.");
  *latest.mutable_publish_time() = ToProto(now);
  storage_.Put(best);
  storage_.Put(latest);
  SearchArticlesRequest request = Query("lithium");
  request.mutable_recency()->mutable_half_life()->set_seconds(3600 * 24 * 365);
  EXPECT_THAT(IdsOf(Search(request)), ElementsAre("best", "latest"));
  request.mutable_recency()->mutable_half_life()->set_seconds(3600);
  request.mutable_recency()->set_floor(0);
  EXPECT_THAT(IdsOf(Search(request)), ElementsAre("latest", "best"));
  request.mutable_recency()->set_floor(1);
  EXPECT_THAT(IdsOf(Search(request)), ElementsAre("best", "latest")) << "nothing may go";
}

TEST_F(SearchNewsroomTest, ALanguageSaysWhichInflectionsAreMeant) {
  storage_.Put(Article("de", "Die Rate steigt", "Die Raten steigen.", "de"));
  storage_.Put(Article("en", "The rating", "They were rated.", "en"));
  SearchArticlesRequest request = Query("rates");
  EXPECT_THAT(IdsOf(Search(request)), UnorderedElementsAre("de", "en"));
  request.set_language("en-GB");
  EXPECT_THAT(IdsOf(Search(request)), ElementsAre("en"));
}

TEST_F(SearchNewsroomTest, OptionsThatCannotBeAreNamed) {
  const auto field = [&](const SearchArticlesRequest& request) {
    return ErrorField(Search(request).status());
  };
  SearchArticlesRequest request = Query("a");
  request.set_time_zone("../../etc/passwd");
  EXPECT_EQ(field(request), "time_zone");
  request = Query("a");
  request.set_language("no language at all");
  EXPECT_EQ(field(request), "language");
  request = Query("a");
  request.mutable_recency()->set_floor(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(field(request), "recency.floor");
  request = Query("a");
  request.mutable_recency()->mutable_half_life()->set_seconds(1);
  EXPECT_EQ(field(request), "recency.half_life");
  request = Query("a");
  request.mutable_recency();
  request.set_order(search::v1::SEARCH_ORDER_TIME);
  EXPECT_EQ(field(request), "recency");
  request = Query(std::string(10'000, '('));
  EXPECT_EQ(field(request), "query");
}

TEST_F(SearchNewsroomTest, HostileQueriesAreAnsweredOrRefusedInBoundedTime) {
  std::string words;
  for (int i = 0; i < 3000; ++i) absl::StrAppend(&words, "wa", i, " wb", i, " ");
  storage_.Put(Article("a", "Words", words));
  std::string wildcards, fuzzy, near;
  for (int i = 10; i < 100; ++i) absl::StrAppend(&wildcards, "wa", i, "* ");
  for (int i = 0; i < 8; ++i) absl::StrAppend(&fuzzy, "wa", i, "00~2 ");
  for (int i = 0; i < 400; ++i) absl::StrAppend(&near, "wa", i, " ");
  for (const std::string& query :
       {wildcards, fuzzy, absl::StrCat("\"", near, "\"~100"), std::string(4096, '~'),
        std::string(4096, '^'), std::string(4096, '*'), std::string(4096, '"')}) {
    const absl::Time start = absl::Now();
    const absl::Status status = Search(Query(query)).status();
    EXPECT_TRUE(status.ok() || ErrorField(status) == "query") << query.substr(0, 20) << status;
    EXPECT_LT(absl::Now() - start, absl::Seconds(5)) << query.substr(0, 20);
  }
}

}  // namespace
}  // namespace akin
