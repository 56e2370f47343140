#ifndef AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_
#define AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/search/domain/searcher.h"
#include "services/search/export_source.h"

namespace akin {

// What a request does not say itself.
struct RequestSetting {
  std::shared_ptr<const SearchRules> rules;
  absl::Time now;
  absl::Time deadline = absl::InfiniteFuture();
};

// The request as the domain has it: checked, defaults filled in. INVALID_ARGUMENT names the field.
absl::StatusOr<SearchRequest> ToSearchRequest(const search::v1::SearchArticlesRequest& request,
                                              const RequestSetting& setting);

absl::StatusOr<ExportRequest> ToExportRequest(const search::v1::ExportArticlesRequest& request,
                                              std::shared_ptr<const SearchRules> rules,
                                              absl::Time now);

// The number of suggestions wanted. INVALID_ARGUMENT names the field.
absl::StatusOr<int> CheckSuggestRequest(const search::v1::SuggestQueriesRequest& request);

search::v1::SearchArticlesResponse ToResponse(SearchPage page);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_
