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
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "common/text/language.h"
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
  if (request.has_recency()) return search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY;
  return has_query ? search::v1::SEARCH_ORDER_RELEVANCE : search::v1::SEARCH_ORDER_TIME;
}

absl::StatusOr<Recency> RecencyOf(const SearchArticlesRequest& request) {
  const bool fits = request.order() == search::v1::SEARCH_ORDER_UNSPECIFIED ||
                    request.order() == search::v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY;
  if (request.has_recency() && !fits) return InvalidField("recency", "set, but not for this order");
  Recency recency;
  if (request.recency().has_half_life()) {
    recency.half_life = FromProto(request.recency().half_life());
  }
  if (request.recency().has_floor()) recency.floor = request.recency().floor();
  if (recency.half_life < absl::Minutes(1) || recency.half_life > absl::Hours(24 * 36500)) {
    return InvalidField("recency.half_life", "want one minute to 100 years");
  }
  if (!(recency.floor >= 0 && recency.floor <= 1)) {
    return InvalidField("recency.floor", absl::StrCat(recency.floor, ", want 0 to 1"));
  }
  return recency;
}

absl::StatusOr<absl::TimeZone> ZoneOf(const std::string& name) {
  if (const auto zone = TimeZoneNamed(name)) return *zone;
  return InvalidField("time_zone",
                      absl::StrCat(Shown(name), ", want a name as \"Europe/Berlin\", or none"));
}

// The primary subtag, two to eight letters.
absl::StatusOr<std::string> LanguageOf(const std::string& tag) {
  const std::string primary = absl::AsciiStrToLower(PrimaryLanguage(tag));
  const bool is_tag = primary.size() >= 2 && primary.size() <= 8 &&
                      std::all_of(primary.begin(), primary.end(), absl::ascii_isalpha);
  if (tag.empty() || is_tag) return primary;
  return InvalidField("language", absl::StrCat(Shown(tag), ", want a BCP-47 tag, as \"de\""));
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
                                              const RequestSetting& setting) {
  RETURN_IF_ERROR(CheckEnums(request));
  RETURN_IF_ERROR(CheckMinRevision(request.min_revision()));
  SearchRequest result;
  MatchRequest& match = result.match;
  match.query_text = request.query();
  match.rules = setting.rules;
  match.time.now = setting.now;
  match.time_zone = request.time_zone();
  ASSIGN_OR_RETURN(match.time.zone, ZoneOf(request.time_zone()));
  ASSIGN_OR_RETURN(match.language, LanguageOf(request.language()));
  ASSIGN_OR_RETURN(match.recency, RecencyOf(request));
  ASSIGN_OR_RETURN(match.query, ReadQuery(request.query(), match.time, *match.rules));
  match.filter_text = request.filter();
  ASSIGN_OR_RETURN(match.filter, ParseArticleFilter(request.filter()));
  match.order = OrderOf(request, match.query.kind != QueryNode::Kind::kAll);
  match.collapse_stories = request.collapse_stories();
  for (const int facet : request.facets()) {
    match.facets.push_back(static_cast<search::v1::FacetField>(facet));
  }
  ASSIGN_OR_RETURN(match.facet_size, Count("facet_size", request.facet_size(), 10, 100));
  ASSIGN_OR_RETURN(match.time_facet_size, Count("facet_size", request.facet_size(), 10, 400));
  match.explain = request.explain();
  match.min_revision = request.min_revision();
  ASSIGN_OR_RETURN(match.max_staleness, MaxStaleness(request));
  match.deadline = setting.deadline;
  ASSIGN_OR_RETURN(result.page_size, PageSize(request.page_size(), 10, 100));
  result.page_token = request.page_token();
  result.arguments = FingerprintOf(request);
  if (request.view() != news::v1::ARTICLE_VIEW_UNSPECIFIED) result.view = request.view();
  return result;
}

absl::StatusOr<ExportRequest> ToExportRequest(const search::v1::ExportArticlesRequest& request,
                                              std::shared_ptr<const SearchRules> rules,
                                              absl::Time now) {
  SearchArticlesRequest search;
  search.set_query(request.query());
  search.set_filter(request.filter());
  search.set_time_zone(request.time_zone());
  search.set_language(request.language());
  search.set_min_revision(request.min_revision());
  search.set_view(request.view());
  search.set_order(search::v1::SEARCH_ORDER_TIME);
  ASSIGN_OR_RETURN(const SearchRequest checked, ToSearchRequest(search, {std::move(rules), now}));
  ExportRequest result{checked.match, checked.view, checked.arguments};
  if (request.resume_token().empty()) return result;
  const auto token = DecodePageToken(request.resume_token(), result.arguments);
  if (!token.ok()) return InvalidField("resume_token", "not a token of these arguments");
  result.behind = token->cursor;
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
  for (const auto& [word, read_as] : page.result->read_as) {
    search::v1::ReadWord& read = *response.add_read_as();
    read.set_word(word);
    read.set_read_as(read_as);
  }
  response.mutable_left_out()->Add(page.result->left_out.begin(), page.result->left_out.end());
  if (page.result->cache) ReportCache(*page.result->cache, *response.mutable_info());
  response.mutable_info()->set_log_id(page.position.log_id);
  response.mutable_info()->set_revision(page.position.revision);
  return response;
}

}  // namespace akin
