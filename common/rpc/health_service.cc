#include "common/rpc/health_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/host_state.h"
#include "common/status/errors.h"
#include "common/status/shown.h"

namespace akin {
namespace {

constexpr absl::string_view kLiveness = "liveness";

}  // namespace

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// What one watcher was told last.
class HealthService::Watch : public StreamSource<HealthCheckResponse> {
 public:
  Watch(HealthService& health, std::string service, std::function<void()> wake)
      : health_(health), service_(std::move(service)) {
    MutexLock lock(health_.mu_);
    health_.watches_[this] = std::move(wake);
  }
  ~Watch() override {
    MutexLock lock(health_.mu_);
    health_.watches_.erase(this);
  }

  absl::StatusOr<absl::optional<HealthCheckResponse>> Next() override {
    MutexLock lock(health_.mu_);
    const auto status = health_.StatusOf(service_);
    if (std::exchange(told_, status) != status) {
      HealthCheckResponse response;
      response.set_status(status);
      return absl::make_optional(response);
    }
    if (health_.stopped_) return rpc_internal::ServerStopping();
    return absl::optional<HealthCheckResponse>();
  }

 private:
  HealthService& health_;
  const std::string service_;
  HealthCheckResponse::ServingStatus told_ = HealthCheckResponse::UNKNOWN;
};

HealthService::HealthService() : RpcService("grpc.health.v1.Health", {.threads = 1}) {
  Unary("Check", &HealthService::Check);
  ServerStream<HealthCheckRequest, HealthCheckResponse>(
      "Watch",
      [this](const CallContext&, const HealthCheckRequest& request, std::function<void()> wake)
          -> absl::StatusOr<std::unique_ptr<StreamSource<HealthCheckResponse>>> {
        return std::make_unique<Watch>(*this, request.service(), std::move(wake));
      });
}

void HealthService::Set(absl::string_view service, bool serving) {
  {
    MutexLock lock(mu_);
    const auto [known, is_new] = serving_.try_emplace(std::string(service), serving);
    if (!is_new && std::exchange(known->second, serving) == serving) return;
  }
  WakeWatches();
}

void HealthService::Stop() {
  {
    MutexLock lock(mu_);
    stopped_ = true;
  }
  WakeWatches();
}

absl::StatusOr<HealthCheckResponse> HealthService::Check(const CallContext&,
                                                         const HealthCheckRequest& request) {
  MutexLock lock(mu_);
  HealthCheckResponse response;
  response.set_status(StatusOf(request.service()));
  if (response.status() != HealthCheckResponse::SERVICE_UNKNOWN) return response;
  return ErrorWithReason(absl::StatusCode::kNotFound, "SERVICE_UNKNOWN",
                         absl::StrCat("service: ", Shown(request.service()), " is not served here"));
}

HealthCheckResponse::ServingStatus HealthService::StatusOf(const std::string& service) const {
  if (service == kLiveness) return HealthCheckResponse::SERVING;
  const auto known = serving_.find(service);
  if (known == serving_.end()) return HealthCheckResponse::SERVICE_UNKNOWN;
  const bool serving = known->second && !stopped_;
  return serving ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING;
}

// A watch that is woken may end, which takes the lock.
void HealthService::WakeWatches() {
  std::vector<std::function<void()>> wakes;
  {
    MutexLock lock(mu_);
    for (const auto& [watch, wake] : watches_) wakes.push_back(wake);
  }
  for (const auto& wake : wakes) wake();
}

}  // namespace akin
