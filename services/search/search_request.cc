#include "services/search/search_request.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/cache/cache_report.h"
#include "common/filter/article_filter.h"
#include "common/page/page_token.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

using search::v1::SearchArticlesRequest;
using search::v1::SearchArticlesResponse;
using search::v1::SearchOrder;

constexpr int kMaxFacets = 8;

absl::Status CheckMinRevision(int64_t min_revision) {
  if (min_revision >= 0) return absl::OkStatus();
  return InvalidField("min_revision", absl::StrCat(min_revision, ", want >= 0"));
}

absl::Status CheckEnums(const SearchArticlesRequest& request) {
  if (!search::v1::SearchOrder_IsValid(request.order())) {
    return InvalidField("order", absl::StrCat(request.order(), ", want a SearchOrder"));
  }
  if (!news::v1::ArticleView_IsValid(request.view())) {
    return InvalidField("view", absl::StrCat(request.view(), ", want an ArticleView"));
  }
  for (const int facet : request.facets()) {
    if (facet == search::v1::FACET_FIELD_UNSPECIFIED || !search::v1::FacetField_IsValid(facet)) {
      return InvalidField("facets", absl::StrCat(facet, ", want a FacetField"));
    }
  }
  if (request.facets_size() > kMaxFacets) {
    return InvalidField("facets", absl::StrCat("more than ", kMaxFacets));
  }
  return absl::OkStatus();
}

// `wanted` (0: `unset`), at most `limit`.
absl::StatusOr<int> Count(absl::string_view field, int wanted, int unset, int limit) {
  if (wanted < 0) return InvalidField(field, absl::StrCat(wanted, ", want >= 0"));
  return wanted == 0 ? unset : std::min(wanted, limit);
}

absl::StatusOr<absl::Duration> MaxStaleness(const SearchArticlesRequest& request) {
  if (!request.has_max_staleness()) return absl::InfiniteDuration();
  const absl::Duration staleness = FromProto(request.max_staleness());
  if (staleness < absl::ZeroDuration()) return InvalidField("max_staleness", "negative");
  return staleness;
}

SearchOrder OrderOf(const SearchArticlesRequest& request, bool has_query) {
  if (request.order() != search::v1::SEARCH_ORDER_UNSPECIFIED) return request.order();
  return has_query ? search::v1::SEARCH_ORDER_RELEVANCE : search::v1::SEARCH_ORDER_TIME;
}

// Of all that makes the result: what is left may differ from page to page.
uint64_t FingerprintOf(SearchArticlesRequest request) {
  request.clear_page_size();
  request.clear_page_token();
  request.clear_min_revision();
  request.clear_max_staleness();
  return FingerprintText(request.SerializeAsString());
}

}  // namespace

absl::StatusOr<SearchRequest> ToSearchRequest(const SearchArticlesRequest& request,
                                              absl::Time deadline) {
  RETURN_IF_ERROR(CheckEnums(request));
  RETURN_IF_ERROR(CheckMinRevision(request.min_revision()));
  SearchRequest result;
  MatchRequest& match = result.match;
  match.query_text = request.query();
  ASSIGN_OR_RETURN(match.query, ParseQuery(request.query()));
  match.filter_text = request.filter();
  ASSIGN_OR_RETURN(match.filter, ParseArticleFilter(request.filter()));
  match.order = OrderOf(request, match.query.kind != QueryNode::Kind::kAll);
  match.collapse_stories = request.collapse_stories();
  for (const int facet : request.facets()) {
    match.facets.push_back(static_cast<search::v1::FacetField>(facet));
  }
  ASSIGN_OR_RETURN(match.facet_size, Count("facet_size", request.facet_size(), 10, 100));
  match.min_revision = request.min_revision();
  ASSIGN_OR_RETURN(match.max_staleness, MaxStaleness(request));
  match.deadline = deadline;
  ASSIGN_OR_RETURN(result.page_size, PageSize(request.page_size(), 10, 100));
  result.page_token = request.page_token();
  result.arguments = FingerprintOf(request);
  if (request.view() != news::v1::ARTICLE_VIEW_UNSPECIFIED) result.view = request.view();
  return result;
}

absl::StatusOr<int> CheckSuggestRequest(const search::v1::SuggestQueriesRequest& request) {
  constexpr size_t kMaxPrefixBytes = 256;
  RETURN_IF_ERROR(CheckMinRevision(request.min_revision()));
  if (absl::StripAsciiWhitespace(request.prefix()).empty()) return InvalidField("prefix", "empty");
  if (request.prefix().size() > kMaxPrefixBytes) {
    return InvalidField("prefix", absl::StrCat("longer than ", kMaxPrefixBytes, " bytes"));
  }
  return Count("max_results", request.max_results(), 10, 50);
}

SearchArticlesResponse ToResponse(SearchPage page) {
  SearchArticlesResponse response;
  for (search::v1::SearchHit& hit : page.hits) *response.add_hits() = std::move(hit);
  response.set_next_page_token(std::move(page.next_page_token));
  response.set_total_size(page.result->total);
  for (const search::v1::Facet& facet : page.result->facets) *response.add_facets() = facet;
  response.set_corrected_query(page.result->corrected_query);
  response.set_relaxed(page.result->relaxed);
  response.mutable_left_out()->Add(page.result->left_out.begin(), page.result->left_out.end());
  if (page.result->cache) ReportCache(*page.result->cache, *response.mutable_info());
  response.mutable_info()->set_log_id(page.position.log_id);
  response.mutable_info()->set_revision(page.position.revision);
  return response;
}

}  // namespace akin
