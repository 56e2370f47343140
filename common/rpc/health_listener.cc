#include "common/rpc/health_listener.h"

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace akin {
namespace {

constexpr int kMaxRequestBytes = 4 << 10;
constexpr int kMaxConnectionCalls = 16;
constexpr size_t kMaxIncomingBytes = 4 << 20;

}  // namespace

HealthListener::HealthListener() : health_(std::make_unique<HealthService>()) {}

HealthListener::~HealthListener() {
  health_->Stop();
  health_->host().EndStreams();
  if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now() + absl::Seconds(1)));
}

absl::StatusOr<std::unique_ptr<HealthListener>> HealthListener::Start(const std::string& address) {
  std::unique_ptr<HealthListener> listener(new HealthListener);
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a taken port is an error
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConnectionCalls);
  builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
  builder.SetResourceQuota(grpc::ResourceQuota("health").Resize(kMaxIncomingBytes));
  builder.RegisterService(&listener->health_->host().grpc_service());
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  listener->server_ = builder.BuildAndStart();
  if (listener->server_ == nullptr || port == 0) {
    return absl::UnavailableError(
        absl::StrCat("health_listen: cannot bind ", address, " (in use, or no such address)"));
  }
  listener->address_ = absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  return listener;
}

}  // namespace akin
