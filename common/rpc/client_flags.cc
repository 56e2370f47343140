#include "common/rpc/client_flags.h"

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "common/rpc/client.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/status_macros.h"

ABSL_DECLARE_FLAG(std::string, tls_cert);
ABSL_DECLARE_FLAG(std::string, tls_key);
ABSL_FLAG(
    std::string, tls_ca, "",
    "PEM file of the authorities of the services that we call, which then is done by TLS only. "
    "Empty: in plaintext");

namespace akin {

TlsFiles TlsFilesFromFlags() {
  return {absl::GetFlag(FLAGS_tls_cert), absl::GetFlag(FLAGS_tls_key), absl::GetFlag(FLAGS_tls_ca)};
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelFromFlags(const std::string& target) {
  ChannelOptions options;
  const TlsFiles files = TlsFilesFromFlags();
  if (!files.ca.empty()) {
    ASSIGN_OR_RETURN(options.credentials, TlsChannelCredentials(files));
  }
  return NewChannel(target, options);
}

}  // namespace akin
