#ifndef AKIN_COMMON_RPC_HEALTH_SERVICE_H_
#define AKIN_COMMON_RPC_HEALTH_SERVICE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "common/rpc/rpc_service.h"
#include "common/sync/mutex.h"
#include "grpc/health/v1/health.pb.h"

namespace akin {

// grpc.health.v1, with watches that end when the server stops; gRPC's own never do. Liveness, which
// is a service by that name, is always SERVING. Thread-safe.
class HealthService : public RpcService {
 public:
  HealthService();

  // From now on this is the state of `service`, and watchers hear of it if it changed.
  void Set(absl::string_view service, bool serving);

  // All but liveness is NOT_SERVING for good; watchers hear that, and that it is the end.
  void Stop();

 private:
  class Watch;
  using Status = grpc::health::v1::HealthCheckResponse;

  absl::StatusOr<Status> Check(const CallContext& call,
                               const grpc::health::v1::HealthCheckRequest& request);
  Status::ServingStatus StatusOf(const std::string& service) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void WakeWatches();

  mutable Mutex mu_;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::map<std::string, bool> serving_ ABSL_GUARDED_BY(mu_);
  std::map<const Watch*, std::function<void()>> watches_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_COMMON_RPC_HEALTH_SERVICE_H_
