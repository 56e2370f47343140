#include "services/web/site/similar_request.h"

#include "services/web/pages/similar_list.h"

namespace akin {

recommendation::v1::ListSimilarArticlesRequest SimilarRequest(absl::string_view recency) {
  recommendation::v1::ListSimilarArticlesRequest request;
  request.set_page_size(9);
  const auto mode = FindMode(RecencyModes(), recency).value;
  // Unset, it is as the pipeline says.
  if (mode != recommendation::v1::RECENCY_MODE_BALANCED)
    request.mutable_arrange()->set_recency(mode);
  return request;
}

}  // namespace akin
