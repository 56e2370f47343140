#ifndef AKIN_SERVICES_WEB_SITE_SIMILAR_REQUEST_H_
#define AKIN_SERVICES_WEB_SITE_SIMILAR_REQUEST_H_

#include "absl/strings/string_view.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"

namespace akin {

// Similar News as pages show them, in the mode of a key; what it is like is left to the caller.
recommendation::v1::ListSimilarArticlesRequest SimilarRequest(absl::string_view recency);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_SIMILAR_REQUEST_H_
