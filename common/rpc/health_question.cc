#include "common/rpc/health_question.h"

#include "grpc/health/v1/health.pb.h"

namespace akin {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

std::unique_ptr<google::protobuf::Message> NewHealthRequest() {
  return std::make_unique<HealthCheckRequest>();
}

std::unique_ptr<google::protobuf::Message> NewHealthResponse() {
  return std::make_unique<HealthCheckResponse>();
}

bool SaysItServes(const absl::Status& status, const google::protobuf::Message& response) {
  if (!status.ok()) return absl::IsUnimplemented(status);
  return static_cast<const HealthCheckResponse&>(response).status() == HealthCheckResponse::SERVING;
}

}  // namespace akin
