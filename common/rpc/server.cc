#include "common/rpc/server.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/net/local_address.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/health_listener.h"
#include "common/rpc/health_service.h"
#include "common/rpc/reflection_service.h"
#include "common/rpc/run_main.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace akin {
namespace {

// A service's health is at most so much older than its readiness.
constexpr absl::Duration kReadinessInterval = absl::Milliseconds(100);

// Streams that have not ended by then have callers that do not read.
constexpr absl::Duration kStreamEndTimeout = absl::Seconds(1);

// Metadata of one call beyond this fails the call. gRPC would end the whole connection at the limit
// that it knows itself, so that one is far above.
constexpr int kConnectionMetadataBytes = 1 << 20;

// A connection that has not shown by then who it is of is closed.
constexpr int kHandshakeMilliseconds = 20'000;

int Milliseconds(absl::Duration duration) {
  return static_cast<int>(absl::ToInt64Milliseconds(duration));
}

void BoundConnections(const Server::Options& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(options.max_request_bytes);
  // Unpacking has no bound of its own, so packed requests are refused (UNIMPLEMENTED).
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP})
    builder.SetCompressionAlgorithmSupportStatus(algorithm, false);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_connection_calls);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kConnectionMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMilliseconds);
  grpc::ResourceQuota quota("server");
  quota.Resize(options.max_incoming_bytes);
  builder.SetResourceQuota(quota);
}

void BoundConnectionAge(const Server::Options& options, grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                             Milliseconds(options.max_connection_age));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, std::numeric_limits<int>::max());
}

void KeepAlive(grpc::ServerBuilder& builder) {
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

absl::Status CheckPlaintext(const Server::Options& options) {
  if (options.credentials != nullptr || options.insecure_listen || options.address.empty() ||
      IsLocalAddress(options.address)) {
    return absl::OkStatus();
  }
  return InvalidField("--listen",
                      absl::StrCat(options.address,
                                   " would be open to others in plaintext; want "
                                   "--tls_cert and --tls_key, or --insecure_listen if something "
                                   "in front of it does TLS"));
}

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const Server::Options& options) {
  return options.credentials == nullptr ? grpc::InsecureServerCredentials() : options.credentials;
}

std::string WithoutPort(const std::string& address) {
  return address.substr(0, address.rfind(':'));
}

std::vector<std::string> Names(const std::vector<RpcService*>& services) {
  std::vector<std::string> names;
  for (RpcService* service : services) names.push_back(service->host().full_name());
  return names;
}

}  // namespace

Server::Server(const Options& options, const std::vector<RpcService*>& services)
    : options_(options), services_(services), health_(std::make_unique<HealthService>()) {
  std::vector<std::string> names = Names(services);
  names.push_back(health_->host().full_name());
  for (const char* version : {"v1", "v1alpha"}) {
    reflection_.push_back(std::make_unique<ReflectionService>(
        absl::StrCat("grpc.reflection.", version, ".ServerReflection"), names));
  }
}

std::vector<RpcService*> Server::AllServices() const {
  std::vector<RpcService*> all = services_;
  all.push_back(health_.get());
  for (const auto& version : reflection_) all.push_back(version.get());
  return all;
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      const std::vector<RpcService*>& services) {
  RETURN_IF_ERROR(CheckPlaintext(options));
  std::unique_ptr<Server> server(new Server(options, services));
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a taken port is an error
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  BoundConnections(options, builder);
  BoundConnectionAge(options, builder);
  KeepAlive(builder);
  int port = 0;
  if (!options.address.empty())
    builder.AddListeningPort(options.address, CredentialsOf(options), &port);
  for (RpcService* service : server->AllServices()) {
    if (options.metrics != nullptr) {
      service->host().ReportCalls([&metrics = *options.metrics](absl::string_view method) {
        return MeasureCalls(method, metrics);
      });
    }
    const bool is_health = service == server->health_.get();
    service->host().GuardCalls(is_health ? nullptr : options.guard.get());
    builder.RegisterService(&service->host().grpc_service());
  }
  RETURN_IF_ERROR(server->ListenForHealth());
  server->ReportHealth();
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (port == 0 && !options.address.empty())) {
    return absl::UnavailableError(
        absl::StrCat("listen: cannot bind ", options.address, " (in use, or no such address)"));
  }
  if (port != 0) server->address_ = absl::StrCat(WithoutPort(options.address), ":", port);
  server->watcher_ = std::thread([self = server.get()] { self->WatchReadiness(); });
  return server;
}

Server::~Server() { Stop(); }

std::shared_ptr<grpc::Channel> Server::InProcessChannel() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  return server_->InProcessChannel(arguments);
}

absl::Status Server::ListenForHealth() {
  if (options_.health_address.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(health_listener_, HealthListener::Start(options_.health_address));
  return absl::OkStatus();
}

std::string Server::health_address() const {
  return health_listener_ == nullptr ? "" : health_listener_->address();
}

void Server::SetHealth(const std::string& service, bool ready) {
  health_->Set(service, ready);
  if (health_listener_ != nullptr) health_listener_->health().Set(service, ready);
}

void Server::ReportHealth() {
  bool all_ready = true;
  for (RpcService* service : services_) {
    const bool ready = service->host().IsReady();
    all_ready = all_ready && ready;
    SetHealth(service->host().full_name(), ready);
  }
  SetHealth("", all_ready);
}

void Server::WatchReadiness() {
  MutexLock lock(mu_);
  while (!stopping_) {
    changed_.WaitFor(mu_, kReadinessInterval);
    ReportHealth();
  }
}

void Server::StopWatching() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (watcher_.joinable()) watcher_.join();
}

// Watches of health end by themselves once they were told.
void Server::EndStreams() {
  health_->Stop();
  if (health_listener_ != nullptr) health_listener_->health().Stop();
  for (RpcService* service : services_) service->host().EndStreams();
  for (const auto& version : reflection_) version->host().EndStreams();
  const std::vector<RpcService*> all = AllServices();
  const auto has_streams = [](RpcService* service) { return service->host().HasStreams(); };
  const absl::Time deadline = absl::Now() + kStreamEndTimeout;
  while (std::any_of(all.begin(), all.end(), has_streams)) {
    if (absl::Now() > deadline) return AbortStreams();
    absl::SleepFor(absl::Milliseconds(5));
  }
}

void Server::AbortStreams() {
  for (RpcService* service : AllServices()) service->host().AbortStreams();
}

void Server::ServeUntilSignal() {
  Log(Severity::kInfo, "serving", {{"address", address_}});
  const int signal = AwaitStopSignal();
  Log(Severity::kInfo, "stopping", {{"signal", signal}});
  Stop();
}

void Server::Stop() {
  if (server_ == nullptr) return;
  StopWatching();
  EndStreams();
  absl::SleepFor(options_.stop_delay);
  server_->Shutdown(absl::ToChronoTime(absl::Now() + options_.drain_timeout));
  server_.reset();
}

}  // namespace akin
