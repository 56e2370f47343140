#include "common/rpc/server.h"

#include <signal.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/rpc/call_metrics.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace akin {
namespace {

void EnablePlugins() {
  static const bool once = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)once;
}

void Configure(const Server::Options& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.max_message_bytes);
  builder.SetMaxSendMessageSize(options.max_message_bytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a taken port is an error
  builder.AddChannelArgument(
      GRPC_ARG_MAX_CONNECTION_AGE_MS,
      static_cast<int>(absl::ToInt64Milliseconds(options.max_connection_age)));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

std::string HostOf(const std::string& address) { return address.substr(0, address.rfind(':')); }

}  // namespace

Server::Server(const Options& options, const std::vector<RpcService*>& services)
    : options_(options), services_(services) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      const std::vector<RpcService*>& services) {
  EnablePlugins();
  std::unique_ptr<Server> server(new Server(options, services));
  grpc::ServerBuilder builder;
  Configure(options, builder);
  int port = 0;
  if (!options.address.empty())
    builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(), &port);
  for (RpcService* service : services) {
    if (options.metrics != nullptr) {
      service->host().ReportCalls([&metrics = *options.metrics](absl::string_view method) {
        return MeasureCalls(method, metrics);
      });
    }
    builder.RegisterService(&service->host().grpc_service());
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (port == 0 && !options.address.empty())) {
    return absl::UnavailableError(
        absl::StrCat("listen: cannot bind ", options.address, " (in use, or no such address)"));
  }
  if (port != 0) server->address_ = absl::StrCat(HostOf(options.address), ":", port);
  for (RpcService* service : services) server->SetServing(service->host().full_name(), true);
  return server;
}

Server::~Server() { Stop(); }

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(options_.max_message_bytes);
  return server_->InProcessChannel(arguments);
}

void Server::SetServing(absl::string_view service, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(std::string(service), serving);
}

void Server::ServeUntilSignal() {
  Log(Severity::kInfo, "serving", {{"address", address_}});
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
  Log(Severity::kInfo, "stopping", {{"signal", signal}});
  Stop();
}

void Server::Stop() {
  if (server_ == nullptr) return;
  server_->GetHealthCheckService()->SetServingStatus(false);
  for (RpcService* service : services_) service->host().Stop();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_timeout));
  server_.reset();
}

}  // namespace akin
