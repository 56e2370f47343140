#ifndef AKIN_SERVICES_WEB_PAGES_SEARCH_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_SEARCH_PAGE_H_

#include <string>
#include <vector>

#include "akin/search/v1/search_service.pb.h"
#include "services/web/pages/facets.h"
#include "services/web/pages/modes.h"
#include "services/web/pages/page.h"

namespace akin {

using OrderChoice = Mode<search::v1::SearchOrder>;
const std::vector<OrderChoice>& SearchOrders();

// A search as it stands in its address.
struct SearchWish {
  std::string query;
  Narrowing narrowing;
  // Key of one of SearchOrders.
  std::string order;
  // Every article by itself, instead of one for each story.
  bool every_article = false;
  // Token of a page beyond the first.
  std::string page;

  bool empty() const { return query.empty() && narrowing.empty(); }
};

// "/search?q=…"; with another path for the same search as a feed.
std::string SearchUrl(const SearchWish& wish, const std::string& path = "/search");

Page SearchPage(const PageContext& context, const SearchWish& wish,
                const search::v1::SearchArticlesResponse& found);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_SEARCH_PAGE_H_
