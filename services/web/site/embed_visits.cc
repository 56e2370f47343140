#include "services/web/site/embed_visits.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "services/web/news/methods.h"
#include "services/web/pages/assets.h"
#include "services/web/pages/embed.h"
#include "services/web/site/similar_request.h"

namespace akin {
namespace {

struct EmbedAnswers {
  Answer<storage::v1::LookupArticleResponse> article;
  Answer<recommendation::v1::ListSimilarArticlesResponse> similar;
};
using EmbedAnswersPtr = std::shared_ptr<EmbedAnswers>;

// Which sites may read and frame it.
void Open(const SiteParts& parts, const Visit& visit, HttpResponse& response) {
  const std::vector<std::string>& origins = parts.options.embed_origins;
  const std::string origin(visit.request.Header("Origin"));
  const auto is_open_to = [&](const std::string& one) {
    return std::find(origins.begin(), origins.end(), one) != origins.end();
  };
  response.headers.emplace_back("Vary", "Origin");
  if (is_open_to("*"))
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  else if (!origin.empty() && is_open_to(origin))
    response.headers.emplace_back("Access-Control-Allow-Origin", origin);
  response.headers.emplace_back(
      "Content-Security-Policy",
      absl::StrCat("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors ",
                   origins.empty() ? "'none'" : absl::StrJoin(origins, " ")));
}

void Respond(const SiteParts& parts, const Visit& visit, HttpResponse response) {
  Open(parts, visit, response);
  visit.respond(std::move(response));
}

// Nothing is known of the page for now: it may be published in a moment.
void RespondEmpty(const SiteParts& parts, const Visit& visit) {
  Respond(parts, visit, {.headers = {{"Cache-Control", "public, max-age=5"}}});
}

void Show(const SiteParts& parts, const VisitPtr& visit, const EmbedAnswers& answers) {
  if (!answers.similar.status.ok()) return RespondEmpty(parts, *visit);
  HttpResponse response = {.body = SimilarEmbed(parts.Context(), BaseUrl(parts, visit->request),
                                                answers.similar.response)};
  std::vector<std::string> names;
  for (const auto& hit : answers.similar.response.hits()) names.push_back(hit.article().name());
  LetKeepShortly(response, names);
  Respond(parts, *visit, std::move(response));
}

void AskForSimilar(const SiteParts& parts, const VisitPtr& visit, const EmbedAnswersPtr& answers) {
  if (!answers->article.status.ok()) return RespondEmpty(parts, *visit);
  auto request = SimilarRequest(visit->request.Query("recency"));
  request.add_seeds()->set_article(answers->article.response.article().name());
  CallRound round(parts.services, visit->traceparent,
                  [&parts, visit, answers] { Show(parts, visit, *answers); });
  round.Add(method::kListSimilarArticles, parts.options.call_timeout, request, answers,
            answers->similar);
}

}  // namespace

void VisitEmbed(const SiteParts& parts, const VisitPtr& visit) {
  const std::string url(visit->request.Query("url"));
  if (url.empty()) return RespondEmpty(parts, *visit);
  storage::v1::LookupArticleRequest request;
  request.set_canonical_url(url);
  request.set_view(news::v1::ARTICLE_VIEW_NAME_ONLY);
  const auto answers = std::make_shared<EmbedAnswers>();
  CallRound round(parts.services, visit->traceparent,
                  [&parts, visit, answers] { AskForSimilar(parts, visit, answers); });
  round.Add(method::kLookupArticle, parts.options.call_timeout, request, answers, answers->article);
}

void VisitEmbedScript(const SiteParts&, const VisitPtr& visit) {
  visit->respond({.content_type = "text/javascript; charset=utf-8",
                  .headers = {{"Cache-Control", "public, max-age=300"}},
                  .body = std::string(AssetContent("embed.js"))});
}

}  // namespace akin
