#include "akin/news/v1/article.pb.h"
#include "common/status/errors.h"
#include "nlohmann/json.hpp"
#include "services/web/api/api_methods.h"
#include "services/web/api/openapi.h"
#include "services/web/testing/site_test_base.h"

namespace akin {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

class ApiTest : public SiteTest {
 protected:
  HttpResponse PostJson(const std::string& path, const std::string& body) {
    return Send({.method = "POST",
                 .path = path,
                 .headers = {{"Content-Type", "application/json; charset=utf-8"}},
                 .body = body});
  }
};

TEST_F(ApiTest, AnswersAsProto3Json) {
  HaveArticle(SomeArticle("a", "Lithium"));
  const HttpResponse response = Get("/v1/articles/a?view=ARTICLE_VIEW_CARD&min_revision=7");
  EXPECT_EQ(response.content_type, "application/json");
  const json answer = json::parse(response.body);
  EXPECT_EQ(answer["article"]["headline"], "Lithium");
  EXPECT_EQ(answer["article"]["publishTime"], "2026-09-10T00:26:40Z");
  const auto asked = services_.Asked<storage::v1::GetArticleRequest>(method::kGetArticle);
  EXPECT_EQ(asked.name(), "articles/a");
  EXPECT_EQ(asked.view(), news::v1::ARTICLE_VIEW_CARD);
  EXPECT_EQ(asked.min_revision(), 7);
}

TEST_F(ApiTest, IdGoesToItsFieldAndParametersToTheirs) {
  HaveSimilar({SimilarHit("b", "Cobalt"), SimilarHit("c", "Nickel")});
  const HttpResponse response = Get(
      "/v1/articles/a:similar?pageSize=5&arrange.recency=RECENCY_MODE_LATEST&exclude=articles/x&"
      "exclude=articles/y&maxStaleness=5s&include_features=true");
  EXPECT_THAT(response.headers, Contains(Pair("Surrogate-Key", "articles/b articles/c")));
  const auto asked =
      services_.Asked<recommendation::v1::ListSimilarArticlesRequest>(method::kListSimilarArticles);
  EXPECT_EQ(asked.seeds(0).article(), "articles/a");
  EXPECT_EQ(asked.page_size(), 5);
  EXPECT_EQ(asked.arrange().recency(), recommendation::v1::RECENCY_MODE_LATEST);
  EXPECT_THAT(asked.exclude(), ::testing::ElementsAre("articles/x", "articles/y"));
  EXPECT_EQ(asked.max_staleness().seconds(), 5);
  EXPECT_TRUE(asked.include_features());
}

TEST_F(ApiTest, TakesARequestAsJson) {
  HaveSimilar({});
  const HttpResponse response =
      PostJson("/v1/articles:similar", R"({"seeds":[{"text":{"headline":"Mine"}}],"pageSize":3})");
  EXPECT_EQ(response.status, 200);
  const auto asked =
      services_.Asked<recommendation::v1::ListSimilarArticlesRequest>(method::kListSimilarArticles);
  EXPECT_EQ(asked.seeds(0).text().headline(), "Mine");
  EXPECT_EQ(asked.page_size(), 3);
}

TEST_F(ApiTest, ErrorsAreStatusesWithTheirHttpStatus) {
  services_.Fail(method::kGetArticle, ErrorWithReason(absl::StatusCode::kNotFound,
                                                      "ARTICLE_NOT_FOUND", "no such article"));
  const HttpResponse response = Get("/v1/articles/a");
  EXPECT_EQ(response.status, 404);
  const json error = json::parse(response.body);
  EXPECT_EQ(error["code"], 5);
  EXPECT_EQ(error["message"], "no such article");
  EXPECT_EQ(error["details"][0]["reason"], "ARTICLE_NOT_FOUND");
  services_.Fail(method::kGetArticle,
                 WithRetryAfter(absl::UnavailableError("behind"), absl::Milliseconds(1500)));
  EXPECT_EQ(Get("/v1/articles/a").status, 503);
  EXPECT_THAT(Get("/v1/articles/a").headers, Contains(Pair("Retry-After", "2")));
}

TEST_F(ApiTest, WhatIsNoRequestIsRefusedByName) {
  for (const auto& [target, named] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/articles?pagesize=5", "pagesize"},
           {"/v1/articles?page_size=many", "page_size"},
           {"/v1/articles?view=HUGE", "view"},
           {"/v1/articles?page_size.x=1", "page_size.x"},
           {"/v1/articles/a:similar?seeds=x", "seeds"},
           {"/v1/articles/a:similar?arrange=x", "arrange"},
           {"/v1/articles/a:similar?arrange.nothing=1", "nothing"}}) {
    const HttpResponse response = Get(target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_THAT(response.body, HasSubstr(named)) << target;
    EXPECT_EQ(json::parse(response.body)["code"], 3);
  }
  EXPECT_EQ(services_.call_count(), 0);
  EXPECT_EQ(PostJson("/v1/articles:similar", "{\"seeds\":7}").status, 400);
  EXPECT_EQ(PostJson("/v1/articles:similar", "no json").status, 400);
  EXPECT_EQ(Post("/v1/articles:similar", "{}").status, 400);  // a form
}

TEST_F(ApiTest, WhatIsNotServedIsToldInJson) {
  EXPECT_EQ(Get("/v1/nothing").status, 404);
  EXPECT_EQ(json::parse(Get("/v1/nothing").body)["code"], 5);
  const HttpResponse refused = PostJson("/v1/articles", "{}");
  EXPECT_EQ(refused.status, 405);
  EXPECT_THAT(refused.headers, Contains(Pair("Allow", "GET, HEAD")));
}

TEST_F(ApiTest, DescriptionHasEachMethodWithTheProtosWords) {
  const json document = json::parse(Get("/v1/openapi.json").body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  for (const ApiMethod& method : ApiMethods())
    EXPECT_TRUE(document["paths"].contains(method.path)) << method.path;
  const json& similar = document["paths"]["/v1/articles/{id}:similar"]["get"];
  EXPECT_THAT(similar["description"], HasSubstr("The articles most like the seeds"));
  EXPECT_EQ(similar["parameters"][0]["name"], "id");
  EXPECT_EQ(document["components"]["schemas"]["akin.news.v1.Article"]["properties"]["publishTime"]
                    ["format"],
            "date-time");
}

// Every {"$ref"} leads somewhere.
TEST_F(ApiTest, DescriptionHasAllThatItSpeaksOf) {
  const json document = json::parse(OpenApiDocument());
  const std::string text = document.dump();
  constexpr absl::string_view kRef = "#/components/schemas/";
  for (size_t at = text.find(std::string(kRef)); at != std::string::npos;
       at = text.find(std::string(kRef), at + 1)) {
    const size_t begin = at + kRef.size();
    const std::string name = text.substr(begin, text.find('"', begin) - begin);
    EXPECT_TRUE(document["components"]["schemas"].contains(name)) << name;
  }
}

}  // namespace
}  // namespace akin
