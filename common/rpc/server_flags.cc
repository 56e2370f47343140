#include "common/rpc/server_flags.h"

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "common/rpc/access_guard.h"
#include "common/rpc/tls_credentials.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

ABSL_DECLARE_FLAG(std::string, tls_cert);
ABSL_DECLARE_FLAG(std::string, tls_key);
ABSL_FLAG(absl::Duration, stop_delay, absl::Seconds(1),
          "how long new calls still succeed after SIGTERM, while clients learn of it");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(10),
          "how long running calls may then go on");
ABSL_FLAG(absl::Duration, max_connection_age, absl::Minutes(30),
          "connections take no new calls after this; what runs on them goes on");
ABSL_FLAG(
    std::string, tls_client_ca, "",
    "PEM file of the authorities whose certificates callers must have. Empty: they need none");
ABSL_FLAG(bool, tls_client_cert_optional, false,
          "serve callers without a certificate, too; one that is shown must be right all the same");
ABSL_FLAG(
    bool, insecure_listen, false,
    "serve plaintext on an address that others can reach, because what is in front of it does "
    "TLS");
ABSL_FLAG(std::string, health_listen, "",
          "host:port that serves health in plaintext, and nothing else, for probes that speak no "
          "TLS; empty: none");

ABSL_FLAG(std::string, policy_file, "",
          "who may call what, how often, and whose articles are whose: JSON, read anew when it "
          "changes. Empty: everyone may everything");
ABSL_FLAG(
    std::string, tokens_file, "",
    "callers' tokens, lines \"NAME SHA256\", for those without certificate; read anew when it "
    "changes");
ABSL_FLAG(std::string, audit_log, "",
          "file that gets a JSON line for each write, withdrawal, purge and denied call; \"-\" is "
          "standard output; empty: none");

namespace akin {
namespace {

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsFromFlags() {
  const TlsFiles files = {absl::GetFlag(FLAGS_tls_cert), absl::GetFlag(FLAGS_tls_key),
                          absl::GetFlag(FLAGS_tls_client_ca), "--tls_client_ca"};
  if (files.cert.empty() && files.key.empty()) {
    if (files.ca.empty()) return std::shared_ptr<grpc::ServerCredentials>();
    return InvalidField("--tls_client_ca", "given without --tls_cert");
  }
  return TlsServerCredentials(files, absl::GetFlag(FLAGS_tls_client_cert_optional)
                                         ? ClientCertificate::kOptional
                                         : ClientCertificate::kRequired);
}

}  // namespace

absl::StatusOr<Server::Options> ServerOptionsFromFlags(const std::string& listen) {
  Server::Options options;
  options.address = listen;
  ASSIGN_OR_RETURN(options.credentials, CredentialsFromFlags());
  ASSIGN_OR_RETURN(
      options.guard,
      AccessGuard::Open({{absl::GetFlag(FLAGS_policy_file), absl::GetFlag(FLAGS_tokens_file)},
                         absl::GetFlag(FLAGS_audit_log)}));
  options.insecure_listen = absl::GetFlag(FLAGS_insecure_listen);
  options.health_address = absl::GetFlag(FLAGS_health_listen);
  options.stop_delay = absl::GetFlag(FLAGS_stop_delay);
  options.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  options.max_connection_age = absl::GetFlag(FLAGS_max_connection_age);
  return options;
}

}  // namespace akin
