#ifndef AKIN_COMMON_RPC_HEALTH_LISTENER_H_
#define AKIN_COMMON_RPC_HEALTH_LISTENER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/health_service.h"

namespace grpc {
class Server;
}

namespace akin {

// An address in plaintext for probes that speak no TLS: serves grpc.health.v1 and nothing else, to
// everyone, in few connections and small messages. Thread-safe.
class HealthListener {
 public:
  // UNAVAILABLE if the address cannot be bound.
  static absl::StatusOr<std::unique_ptr<HealthListener>> Start(const std::string& address);
  ~HealthListener();

  // "host:port" with the real port.
  const std::string& address() const { return address_; }
  HealthService& health() { return *health_; }

 private:
  HealthListener();

  const std::unique_ptr<HealthService> health_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_HEALTH_LISTENER_H_
