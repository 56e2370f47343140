#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_META_FILTER_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_META_FILTER_H_

#include "common/filter/filter.h"
#include "services/recommendation/domain/text/document.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// The filter on articles as the engine asks for it: by what it holds in memory where it can, by the
// article's card else. `view` must outlive the result.
DocFilter ToDocFilter(Filter filter, const SimilarityView& view);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_META_FILTER_H_
