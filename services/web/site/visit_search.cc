#include "akin/search/v1/search_service.pb.h"
#include "common/status/errors.h"
#include "services/web/news/methods.h"
#include "services/web/pages/search_page.h"
#include "services/web/site/news_visits.h"
#include "services/web/site/search_request.h"

namespace akin {
namespace {

using SearchAnswer = Answer<search::v1::SearchArticlesResponse>;

// A page that is kept no longer, or never was one: the search begins anew.
bool IsLostPage(const SearchWish& wish, const absl::Status& status) {
  return !wish.page.empty() &&
         (ErrorReason(status) == "PAGE_EXPIRED" || ErrorField(status) == "page_token");
}

HttpResponse SearchResponse(const SiteParts& parts, SearchWish wish, const SearchAnswer& answer) {
  const PageContext context = parts.Context();
  if (IsLostPage(wish, answer.status)) {
    wish.page.clear();
    return Redirect(303, SearchUrl(wish));
  }
  if (!answer.status.ok()) return ErrorResponse(context, answer.status);
  return PageResponse(context, SearchPage(context, wish, answer.response));
}

}  // namespace

void VisitSearch(const SiteParts& parts, const VisitPtr& visit) {
  const SearchWish wish = SearchWishOf(visit->request);
  const auto answer = std::make_shared<SearchAnswer>();
  CallRound round(parts.services, visit->traceparent, [&parts, visit, wish, answer] {
    visit->respond(SearchResponse(parts, wish, *answer));
  });
  round.Add(method::kSearchArticles, parts.options.call_timeout, SearchRequest(wish, parts.options),
            answer, *answer);
}

}  // namespace akin
