#ifndef AKIN_SERVICES_WEB_DESK_DESK_PAGE_H_
#define AKIN_SERVICES_WEB_DESK_DESK_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "akin/news/v1/status_service.pb.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/pages/page.h"

namespace akin {

// What the desk shows; what cannot be had is told in its place.
struct DeskNews {
  // By the service that was asked.
  std::vector<std::pair<std::string, absl::StatusOr<news::v1::GetStatusResponse>>> servers;
  absl::StatusOr<ingestion::v1::ListFeedsResponse> feeds;
  // What has been done, or gone wrong; "" for nothing.
  std::string notice;
  // Of the forms.
  std::string token;
};

// A whole document: services, feeds, and forms for what may be done.
std::string DeskPage(const PageContext& context, const DeskNews& news);

// How two articles compare, feature by feature; a whole document.
std::string ExplainPage(const PageContext& context,
                        const recommendation::v1::ExplainSimilarityRequest& asked,
                        const recommendation::v1::ExplainSimilarityResponse& explained);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_DESK_DESK_PAGE_H_
