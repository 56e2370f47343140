#include "common/rpc/client.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"

namespace akin {
namespace {

// gRPC's service config, https://github.com/grpc/grpc/blob/master/doc/service_config.md
std::string ServiceConfig(const ChannelOptions& options) {
  std::string retries;
  if (options.retry_after > absl::ZeroDuration()) {
    const double seconds = absl::ToDoubleSeconds(options.retry_after);
    retries = absl::StrFormat(
        R"(,"methodConfig":[{"name":[{}],"retryPolicy":{"maxAttempts":3,"initialBackoff":"%.3fs",)"
        R"("maxBackoff":"%.3fs","backoffMultiplier":3,"retryableStatusCodes":["UNAVAILABLE"]}}])",
        seconds, 3 * seconds);
  }
  return absl::StrCat(R"({"loadBalancingConfig":[{"round_robin":{}}])", retries, "}");
}

}  // namespace

std::shared_ptr<grpc::Channel> NewChannel(const std::string& target,
                                          const ChannelOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  if (!options.server_name.empty()) arguments.SetSslTargetNameOverride(options.server_name);
  arguments.SetMaxReceiveMessageSize(options.max_answer_bytes);
  arguments.SetMaxSendMessageSize(options.max_message_bytes);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);  // services are never behind $http_proxy
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 2'000);
  return grpc::CreateCustomChannel(
      target,
      options.credentials == nullptr ? grpc::InsecureChannelCredentials() : options.credentials,
      arguments);
}

std::unique_ptr<grpc::ClientContext> NewClientContext(const CallContext& call,
                                                      absl::Duration at_most) {
  auto context = call.server_context == nullptr
                     ? std::make_unique<grpc::ClientContext>()
                     : grpc::ClientContext::FromCallbackServerContext(*call.server_context);
  context->set_deadline(absl::ToChronoTime(std::min(call.deadline, absl::Now() + at_most)));
  if (!call.traceparent.empty()) context->AddMetadata("traceparent", call.traceparent);
  return context;
}

}  // namespace akin
