#ifndef AKIN_COMMON_RPC_SERVER_H_
#define AKIN_COMMON_RPC_SERVER_H_

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/rpc_service.h"
#include "common/sync/mutex.h"

namespace grpc {
class Channel;
class Server;
class ServerCredentials;
}  // namespace grpc

namespace akin {

// Largest answer, and request where nothing else is said. What services answer is cut to fit, see
// common/page/answer_budget.h.
constexpr int kMaxMessageBytes = 32 << 20;

class CallGuard;
class HealthListener;
class HealthService;
class ReflectionService;

// A gRPC server with health, reflection and metrics. Health follows what each service says of its
// readiness. Thread-safe. The services must outlive it.
class Server {
 public:
  struct Options {
    // "host:port"; port 0 takes a free one. Empty: only InProcessChannel reaches the server.
    std::string address = "127.0.0.1:0";
    // How connections are secured. Null: not at all, which only this machine may reach (loopback,
    // unix sockets) unless `insecure_listen` says that something in front does it.
    std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;
    bool insecure_listen = false;
    // "host:port" for probes that speak no TLS: plaintext, health and nothing else. Empty: none.
    std::string health_address = "";
    // Asked before each call of all services but health, reflection included. Null: everyone may
    // everything.
    std::shared_ptr<CallGuard> guard = nullptr;
    // Largest request.
    int max_request_bytes = kMaxMessageBytes;
    // Calls in progress on one connection, beyond which its calls wait in the client.
    int max_connection_calls = 256;
    // What all requests that come in may take of memory; beyond, connections are read slower, and
    // calls are refused when that does not help.
    size_t max_incoming_bytes = 512 << 20;
    // How long new calls still succeed after a stop was asked for: clients hear of it late.
    absl::Duration stop_delay = absl::ZeroDuration();
    // How long calls may then go on.
    absl::Duration drain_timeout = absl::Seconds(10);
    // Connections take no new calls after this, so that clients spread over new replicas. What runs
    // on them goes on, streams for as long as their caller likes.
    absl::Duration max_connection_age = absl::Minutes(30);
    // Where calls are counted and timed. Null: nowhere. Must outlive the server.
    Metrics* metrics = nullptr;
  };

  // Serves from when it returns. UNAVAILABLE if an address cannot be bound, INVALID_ARGUMENT if it
  // would be plaintext for everyone.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       const std::vector<RpcService*>& services);
  ~Server();

  // "host:port" with the real port.
  const std::string& address() const { return address_; }
  // The same of health_address; "" if there is none.
  std::string health_address() const;

  // A channel that reaches this server without a socket.
  std::shared_ptr<grpc::Channel> InProcessChannel();

  // Blocks until SIGTERM or SIGINT (blocked by RunMain) comes in, then stops.
  void ServeUntilSignal();

  // Reports NOT_SERVING and ends streams at once; goes on serving for the stop delay; lets running
  // calls end until the drain timeout, then ends them.
  void Stop();

 private:
  Server(const Options& options, const std::vector<RpcService*>& services);
  std::vector<RpcService*> AllServices() const;
  absl::Status ListenForHealth();
  void SetHealth(const std::string& service, bool ready);
  void ReportHealth();
  void WatchReadiness();
  void StopWatching();
  void EndStreams();
  void AbortStreams();

  const Options options_;
  const std::vector<RpcService*> services_;
  std::string address_;
  const std::unique_ptr<HealthService> health_;
  std::unique_ptr<HealthListener> health_listener_;             // null: none
  std::vector<std::unique_ptr<ReflectionService>> reflection_;  // one for each of its versions
  std::unique_ptr<grpc::Server> server_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread watcher_;  // of the services' readiness
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVER_H_
