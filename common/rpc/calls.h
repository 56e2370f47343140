#ifndef AKIN_COMMON_RPC_CALLS_H_
#define AKIN_COMMON_RPC_CALLS_H_

#include <string>

#include "common/rpc/host_state.h"
#include "grpcpp/support/server_callback.h"

// Internal to common/rpc: one reactor per call, which deletes itself when gRPC is done with it.
// `method` and `report` must outlive the call.
namespace akin::rpc_internal {

grpc::ServerUnaryReactor* NewUnaryCall(HostState& host, const UnaryMethod& method,
                                       const MethodReport& report,
                                       grpc::CallbackServerContext* server,
                                       const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

grpc::ServerWriteReactor<grpc::ByteBuffer>* NewServerStreamCall(HostState& host,
                                                                const ServerStreamMethod& method,
                                                                const MethodReport& report,
                                                                grpc::CallbackServerContext* server,
                                                                const grpc::ByteBuffer* request);

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* NewBidiBatchCall(
    HostState& host, const BidiBatchMethod& method, const MethodReport& report,
    grpc::CallbackServerContext* server);

}  // namespace akin::rpc_internal

#endif  // AKIN_COMMON_RPC_CALLS_H_
