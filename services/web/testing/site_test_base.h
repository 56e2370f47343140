#ifndef AKIN_SERVICES_WEB_TESTING_SITE_TEST_BASE_H_
#define AKIN_SERVICES_WEB_TESTING_SITE_TEST_BASE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/time/clock.h"
#include "services/web/http/form.h"
#include "services/web/news/methods.h"
#include "services/web/site/site.h"
#include "services/web/testing/fake_news_services.h"

namespace akin {

// An article with something in each field.
inline news::v1::Article SomeArticle(const std::string& id, const std::string& text) {
  news::v1::Article article;
  article.set_name("articles/" + id);
  article.set_headline(text);
  article.set_summary("summary " + text);
  article.set_body("first " + text + "\n\nsecond " + text);
  article.set_language("en");
  article.set_source("sources/wire.example");
  article.mutable_publish_time()->set_seconds(1'789'000'000);
  article.add_authors("author " + text);
  article.add_categories("category " + text);
  article.set_canonical_url("https://wire.example/" + id);
  article.set_story("stories/s1");
  return article;
}

// The site over services that answer as the test says.
class SiteTest : public ::testing::Test {
 protected:
  HttpResponse Send(HttpRequest request) {
    HttpResponse out;
    site_.Handle(request, [&out](HttpResponse response) { out = std::move(response); });
    return out;
  }
  // `target`: path and query, as a browser would send it.
  HttpResponse Get(const std::string& target, HttpFields headers = {}) {
    const size_t mark = target.find('?');
    HttpRequest request = {.method = "GET", .path = target.substr(0, mark), .headers = headers};
    if (mark != std::string::npos) request.query = ParseForm(target.substr(mark + 1));
    return Send(request);
  }
  HttpResponse Post(const std::string& path, const std::string& body) {
    return Send({.method = "POST", .path = path, .body = body});
  }

  void HaveArticle(const news::v1::Article& article) {
    storage::v1::GetArticleResponse response;
    *response.mutable_article() = article;
    services_.Answer(method::kGetArticle, response);
  }
  recommendation::v1::SimilarHit SimilarHit(const std::string& id, const std::string& text) {
    recommendation::v1::SimilarHit hit;
    *hit.mutable_article() = SomeArticle(id, text);
    hit.set_relation(recommendation::v1::RELATION_FOLLOW_UP);
    hit.add_reasons()->set_text("because " + text);
    hit.set_duplicate_count(2);
    hit.add_also_reported_by("sources/" + text);
    return hit;
  }
  void HaveSimilar(const std::vector<recommendation::v1::SimilarHit>& hits) {
    recommendation::v1::ListSimilarArticlesResponse response;
    for (const auto& hit : hits) *response.add_hits() = hit;
    services_.Answer(method::kListSimilarArticles, response);
  }

  FakeNewsServices services_;
  FakeClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  Metrics metrics_;
  Site site_{services_, clock_, {}, metrics_};
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_TESTING_SITE_TEST_BASE_H_
