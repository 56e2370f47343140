#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/web/news/methods.h"
#include "services/web/pages/front_page.h"
#include "services/web/site/news_visits.h"

namespace akin {
namespace {

struct FrontAnswers {
  Answer<recommendation::v1::ListStoriesResponse> stories;
  Answer<search::v1::SearchArticlesResponse> latest;
};

recommendation::v1::ListStoriesRequest StoriesRequest() {
  recommendation::v1::ListStoriesRequest request;
  request.set_page_size(60);
  return request;
}

search::v1::SearchArticlesRequest LatestRequest(const Narrowing& narrowing) {
  search::v1::SearchArticlesRequest request;
  request.set_filter(narrowing.Filter());
  request.set_order(search::v1::SEARCH_ORDER_TIME);
  request.set_page_size(24);
  request.add_facets(search::v1::FACET_FIELD_LANGUAGE);
  request.add_facets(search::v1::FACET_FIELD_SOURCE);
  request.set_facet_size(12);
  return request;
}

HttpResponse FrontResponse(const SiteParts& parts, const FrontAnswers& answers,
                           const Narrowing& narrowing) {
  const PageContext context = parts.Context();
  if (!answers.stories.status.ok() && !answers.latest.status.ok())
    return ErrorResponse(context, answers.latest.status);
  const Page page =
      FrontPage(context, {answers.stories.Result(), answers.latest.Result(), narrowing});
  const bool whole = answers.stories.status.ok() && answers.latest.status.ok();
  return whole ? PageResponse(context, page) : UnkeptResponse(context, page);
}

}  // namespace

void VisitFront(const SiteParts& parts, const VisitPtr& visit) {
  const HttpRequest& request = visit->request;
  const Narrowing narrowing = {.source = std::string(request.Query("source")),
                               .language = std::string(request.Query("language"))};
  const auto answers = std::make_shared<FrontAnswers>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, answers, narrowing] {
    visit->respond(FrontResponse(parts, *answers, narrowing));
  });
  round.Add(method::kListStories, parts.options.similar_wait, StoriesRequest(), answers,
            answers->stories);
  round.Add(method::kSearchArticles, parts.options.call_timeout, LatestRequest(narrowing), answers,
            answers->latest);
}

}  // namespace akin
