#ifndef AKIN_COMMON_RPC_CLIENT_H_
#define AKIN_COMMON_RPC_CLIENT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/status_conversion.h"
#include "common/sync/work_lanes.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"

// The client's side of every call between services.
namespace akin {

struct ChannelOptions {
  // A call that the server is UNAVAILABLE for is made again: twice at most, first after this time,
  // then after three times as long. Only where no method that is called changes anything. Zero:
  // none is.
  absl::Duration retry_after = absl::ZeroDuration();
  int max_message_bytes = 32 << 20;
  // Of what is received; a server that is not trusted is to send less.
  int max_answer_bytes = 32 << 20;
  // How the connection is secured. Null: not at all.
  std::shared_ptr<grpc::ChannelCredentials> credentials = nullptr;
  // With TLS: the name that the server's certificate must have. Empty: the one that is called.
  std::string server_name = {};
};

// A channel to "host:port" (or any gRPC target, e.g. "dns:///name:port"): round_robin over all
// addresses, keepalive, retries. Connects on first use and again whenever needed.
std::shared_ptr<grpc::Channel> NewChannel(const std::string& target,
                                          const ChannelOptions& options = {});

// A context for an outgoing call: it inherits deadline, cancellation and traceparent of `call`, and
// never waits longer than `at_most`.
std::unique_ptr<grpc::ClientContext> NewClientContext(const CallContext& call,
                                                      absl::Duration at_most = absl::Seconds(30));

// One unary call, e.g.
//   CallUnary<v1::GetArticleResponse>(call, *stub_, &v1::StorageService::Stub::GetArticle, request)
template <typename Response, typename Stub, typename Request>
absl::StatusOr<Response> CallUnary(const CallContext& call, Stub& stub,
                                   grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                   const Request& request) {
  Response response;
  auto context = NewClientContext(call);
  const BlockedWork blocked;
  const grpc::Status status = (stub.*method)(context.get(), request, &response);
  if (!status.ok()) return FromGrpcStatus(status);
  return response;
}

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CLIENT_H_
