#ifndef AKIN_COMMON_RPC_SERVE_PROCESS_H_
#define AKIN_COMMON_RPC_SERVE_PROCESS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/rpc/rpc_service.h"
#include "common/rpc/server.h"
#include "common/rpc/status_service.h"

namespace akin {

// What a service's own process serves.
struct ServedApp {
  RpcService& service;
  StatusService::Source status;
  // Called when the server serves, and when it no longer does; may be null.
  std::function<void()> start = nullptr;
  std::function<void()> stop = nullptr;
  // What it serves besides.
  std::vector<RpcService*> more_services = {};
};

// The life of a service's process once its app is open: the service and its status over gRPC and
// the process's metrics over HTTP (`metrics_listen` empty: not), until SIGTERM or SIGINT.
// UNAVAILABLE if an address cannot be bound.
absl::Status ServeProcess(Server::Options options, const std::string& metrics_listen,
                          const ServedApp& app);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVE_PROCESS_H_
