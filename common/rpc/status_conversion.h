#ifndef AKIN_COMMON_RPC_STATUS_CONVERSION_H_
#define AKIN_COMMON_RPC_STATUS_CONVERSION_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

// One place where statuses change their form. Field, reason and retry delay
// (common/status/errors.h) travel as google.rpc.BadRequest, ErrorInfo and RetryInfo, both ways.
namespace akin {

google::rpc::Status ToRpcStatus(const absl::Status& status);
absl::Status FromRpcStatus(const google::rpc::Status& status);

grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_STATUS_CONVERSION_H_
