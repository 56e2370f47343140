#ifndef AKIN_SERVICES_WEB_SITE_SEARCH_REQUEST_H_
#define AKIN_SERVICES_WEB_SITE_SEARCH_REQUEST_H_

#include "akin/search/v1/search_service.pb.h"
#include "services/web/http/message.h"
#include "services/web/pages/search_page.h"
#include "services/web/site/visit.h"

namespace akin {

// The search that an address asks for.
SearchWish SearchWishOf(const HttpRequest& request);

// As the service is asked it, with all facets.
search::v1::SearchArticlesRequest SearchRequest(const SearchWish& wish, const SiteOptions& options);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_SEARCH_REQUEST_H_
