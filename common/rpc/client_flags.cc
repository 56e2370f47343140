#include "common/rpc/client_flags.h"

#include "absl/flags/flag.h"
#include "common/rpc/client.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/status_macros.h"

ABSL_FLAG(
    std::string, tls_cert, "",
    "PEM file of our certificate and those between it and its authority: for the services that we "
    "call, and for callers of our own, where an empty one makes --listen plaintext. Read anew when "
    "it changes");
ABSL_FLAG(std::string, tls_key, "", "PEM file of the private key of --tls_cert");
ABSL_FLAG(
    std::string, tls_ca, "",
    "PEM file of the authorities of the services that we call, which then is done by TLS only. "
    "Empty: in plaintext");

namespace akin {

TlsFiles TlsFilesFromFlags() {
  return {absl::GetFlag(FLAGS_tls_cert), absl::GetFlag(FLAGS_tls_key), absl::GetFlag(FLAGS_tls_ca)};
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelFromFlags(const std::string& target) {
  return ChannelWith(target, TlsFilesFromFlags());
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelWith(const std::string& target,
                                                           const TlsFiles& files) {
  ChannelOptions options;
  if (!files.ca.empty()) {
    ASSIGN_OR_RETURN(options.credentials, TlsChannelCredentials(files));
  }
  return NewChannel(target, options);
}

}  // namespace akin
