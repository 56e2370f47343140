#ifndef AKIN_COMMON_RPC_HEALTH_QUESTION_H_
#define AKIN_COMMON_RPC_HEALTH_QUESTION_H_

#include <memory>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

// Asking another server by grpc.health.v1 whether it serves, see StartUnary.
namespace akin {

inline constexpr char kHealthMethod[] = "/grpc.health.v1.Health/Check";

// Of the server as a whole.
std::unique_ptr<google::protobuf::Message> NewHealthRequest();
std::unique_ptr<google::protobuf::Message> NewHealthResponse();

// What the end of the call says. A server that has no health service serves.
bool SaysItServes(const absl::Status& status, const google::protobuf::Message& response);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_HEALTH_QUESTION_H_
