#include <utility>

#include "absl/strings/str_cat.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "services/web/http/form.h"
#include "services/web/news/methods.h"
#include "services/web/pages/article_page.h"
#include "services/web/pages/card.h"
#include "services/web/pages/revisions_page.h"
#include "services/web/site/news_visits.h"
#include "services/web/site/similar_request.h"

namespace akin {
namespace {

struct ArticleAnswers {
  Answer<storage::v1::GetArticleResponse> article;
  Answer<recommendation::v1::ListSimilarArticlesResponse> similar;
};

std::string NameOf(const Visit& visit) { return absl::StrCat("articles/", visit.id); }

recommendation::v1::ListSimilarArticlesRequest SimilarToArticle(const Visit& visit) {
  auto request = SimilarRequest(visit.request.Query("recency"));
  request.add_seeds()->set_article(NameOf(visit));
  return request;
}

storage::v1::GetArticleRequest WholeArticle(const Visit& visit) {
  storage::v1::GetArticleRequest request;
  request.set_name(NameOf(visit));
  return request;
}

SimilarPlace ListOf(const Visit& visit,
                    const Answer<recommendation::v1::ListSimilarArticlesResponse>& similar) {
  const std::string url = ArticleUrl(NameOf(visit));
  const std::string recency(visit.request.Query("recency"));
  return {similar.Result(), recency, url,
          absl::StrCat(url, "/similar", QueryOf({{"recency", recency}}))};
}

std::vector<std::string> NamesOf(const ArticleAnswers& answers) {
  std::vector<std::string> names = {answers.article.response.article().name()};
  for (const auto& hit : answers.similar.response.hits()) names.push_back(hit.article().name());
  return names;
}

// What can be no name is the name of nothing.
absl::Status AsNotFound(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument ? absl::NotFoundError("") : status;
}

HttpResponse ArticleResponse(const SiteParts& parts, const Visit& visit,
                             const ArticleAnswers& answers) {
  const PageContext context = parts.Context();
  if (!answers.article.status.ok())
    return ErrorResponse(context, AsNotFound(answers.article.status));
  const Page page =
      ArticlePage(context, answers.article.response.article(), ListOf(visit, answers.similar));
  return answers.similar.status.ok() ? PageResponse(context, page, NamesOf(answers))
                                     : UnkeptResponse(context, page);
}

}  // namespace

void VisitArticle(const SiteParts& parts, const VisitPtr& visit) {
  const auto answers = std::make_shared<ArticleAnswers>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, answers] {
    visit->respond(ArticleResponse(parts, *visit, *answers));
  });
  round.Add(method::kGetArticle, parts.options.call_timeout, WholeArticle(*visit), answers,
            answers->article);
  round.Add(method::kListSimilarArticles, parts.options.similar_wait, SimilarToArticle(*visit),
            answers, answers->similar);
}

void VisitSimilarAlone(const SiteParts& parts, const VisitPtr& visit) {
  const auto answers = std::make_shared<ArticleAnswers>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, answers] {
    const PageContext context = parts.Context();
    if (!answers->similar.status.ok())
      return visit->respond(ErrorResponse(context, AsNotFound(answers->similar.status)));
    visit->respond({.headers = {{"Cache-Control", "no-store"}},
                    .body = SimilarListAlone(context, ListOf(*visit, answers->similar))});
  });
  round.Add(method::kListSimilarArticles, parts.options.call_timeout, SimilarToArticle(*visit),
            answers, answers->similar);
}

void VisitRevisions(const SiteParts& parts, const VisitPtr& visit) {
  storage::v1::ListArticleRevisionsRequest request;
  request.set_name(NameOf(*visit));
  request.set_page_size(20);
  const auto revisions = std::make_shared<Answer<storage::v1::ListArticleRevisionsResponse>>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, revisions] {
    const PageContext context = parts.Context();
    if (!revisions->status.ok() || revisions->response.revisions().empty())
      return visit->respond(ErrorResponse(context, AsNotFound(revisions->status)));
    visit->respond(PageResponse(context, RevisionsPage(context, revisions->response),
                                {revisions->response.revisions(0).name()}));
  });
  round.Add(method::kListArticleRevisions, parts.options.call_timeout, request, revisions,
            *revisions);
}

}  // namespace akin
