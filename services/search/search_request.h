#ifndef AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_
#define AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/search/v1/search_service.pb.h"
#include "services/search/domain/searcher.h"

namespace akin {

// The request as the domain has it: checked, defaults filled in. INVALID_ARGUMENT names the field.
absl::StatusOr<SearchRequest> ToSearchRequest(const search::v1::SearchArticlesRequest& request,
                                              absl::Time deadline);

// The number of suggestions wanted. INVALID_ARGUMENT names the field.
absl::StatusOr<int> CheckSuggestRequest(const search::v1::SuggestQueriesRequest& request);

search::v1::SearchArticlesResponse ToResponse(SearchPage page);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_SEARCH_REQUEST_H_
