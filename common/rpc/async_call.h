#ifndef AKIN_COMMON_RPC_ASYNC_CALL_H_
#define AKIN_COMMON_RPC_ASYNC_CALL_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace akin {

// Starts one unary call that no thread waits for, of a method by its full name,
// "/package.Service/Method". `on_end` is called once, on a thread of gRPC's: OK if `response` is
// the answer, DATA_LOSS if what came does not parse (which gRPC's own callbacks do not tell).
void StartUnary(const std::shared_ptr<grpc::Channel>& channel, const char* method,
                std::shared_ptr<grpc::ClientContext> context,
                const google::protobuf::Message& request,
                std::shared_ptr<google::protobuf::Message> response,
                std::function<void(const absl::Status&)> on_end);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_ASYNC_CALL_H_
