#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_ENGINE_REQUEST_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_ENGINE_REQUEST_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "common/filter/filter.h"
#include "services/recommendation/domain/similar.h"
#include "services/recommendation/view/similarity_view.h"

// Between the API's messages and the engine's values.
namespace akin {

// INVALID_ARGUMENT names the first field that is wrong; the filter is parsed by who keeps it.
absl::Status ValidateSimilarRequest(const recommendation::v1::ListSimilarArticlesRequest& request);

// `request` must be valid, `page_size` set, `filter` what its filter says. The result reads cards of
// `view`, which must outlive it.
SimilarRequest ToEngineRequest(const recommendation::v1::ListSimilarArticlesRequest& request,
                               Filter filter, const SimilarityView& view);

SimilarOptions ToEngineOptions(const recommendation::v1::ArrangeOptions& arrange, int k,
                               absl::Time now);

// Hits by name, without cards.
recommendation::v1::ListSimilarArticlesResponse FromEngineResult(const SimilarResult& result,
                                                                 bool include_features);

recommendation::v1::ExplainSimilarityResponse FromEngineExplanation(const Explanation& explanation);

// Without headline and sources, which the story does not know.
recommendation::v1::Story FromEngineStory(const Story& story);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_ENGINE_REQUEST_H_
