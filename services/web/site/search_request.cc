#include "services/web/site/search_request.h"

namespace akin {

SearchWish SearchWishOf(const HttpRequest& request) {
  const auto value = [&](absl::string_view name) { return std::string(request.Query(name)); };
  return {.query = value("q"),
          .narrowing = {value("source"), value("language"), value("category")},
          .order = FindMode(SearchOrders(), value("order")).key,
          .every_article = value("every") == "1",
          .page = value("page")};
}

search::v1::SearchArticlesRequest SearchRequest(const SearchWish& wish,
                                                const SiteOptions& options) {
  search::v1::SearchArticlesRequest request;
  request.set_query(wish.query);
  request.set_filter(wish.narrowing.Filter());
  request.set_order(FindMode(SearchOrders(), wish.order).value);
  request.set_page_size(20);
  request.set_page_token(wish.page);
  request.set_collapse_stories(!wish.every_article && !wish.query.empty());
  request.add_facets(search::v1::FACET_FIELD_LANGUAGE);
  request.add_facets(search::v1::FACET_FIELD_SOURCE);
  request.add_facets(search::v1::FACET_FIELD_CATEGORY);
  request.set_facet_size(10);
  request.set_time_zone(options.zone.name());
  return request;
}

}  // namespace akin
