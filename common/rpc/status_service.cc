#include "common/rpc/status_service.h"

#include <utility>

#include "common/time/proto_time.h"

namespace akin {

StatusService::StatusService(std::vector<Source> sources, absl::Time start_time)
    : RpcService("akin.news.v1.StatusService", {.threads = 1}),
      sources_(std::move(sources)),
      start_time_(start_time) {
  Unary("GetStatus", &StatusService::GetStatus);
}

absl::StatusOr<news::v1::GetStatusResponse> StatusService::GetStatus(
    const CallContext&, const news::v1::GetStatusRequest&) {
  news::v1::GetStatusResponse response;
  for (const Source& source : sources_) {
    news::v1::ServiceStatus& service = *response.add_services();
    service = source();
    *service.mutable_start_time() = ToProto(start_time_);
  }
  return response;
}

}  // namespace akin
