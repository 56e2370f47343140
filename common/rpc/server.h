#ifndef AKIN_COMMON_RPC_SERVER_H_
#define AKIN_COMMON_RPC_SERVER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/rpc_service.h"

namespace grpc {
class Channel;
class Server;
}  // namespace grpc

namespace akin {

// A gRPC server with health, reflection and metrics. Thread-safe. The services must outlive it.
class Server {
 public:
  struct Options {
    // "host:port"; port 0 takes a free one. Empty: only InProcessChannel reaches the server.
    std::string address = "127.0.0.1:0";
    // Largest request and answer.
    int max_message_bytes = 32 << 20;
    // How long calls may go on after a stop was asked for.
    absl::Duration drain_timeout = absl::Seconds(10);
    // Connections are closed after this, so that clients spread over new replicas.
    absl::Duration max_connection_age = absl::Minutes(30);
    // Where calls are counted and timed. Null: nowhere. Must outlive the server.
    Metrics* metrics = nullptr;
  };

  // Serves from when it returns. UNAVAILABLE if the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       const std::vector<RpcService*>& services);
  ~Server();

  // "host:port" with the real port.
  const std::string& address() const { return address_; }

  // A channel that reaches this server without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // What health checks answer for one service ("" for the server as a whole).
  void SetServing(absl::string_view service, bool serving);

  // Blocks until SIGTERM or SIGINT (blocked by RunMain) comes in, then stops.
  void ServeUntilSignal();

  // Reports NOT_SERVING, lets running calls end until the drain timeout, then ends them.
  void Stop();

 private:
  Server(const Options& options, const std::vector<RpcService*>& services);

  const Options options_;
  const std::vector<RpcService*> services_;
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVER_H_
