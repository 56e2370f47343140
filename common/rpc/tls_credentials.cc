#include "common/rpc/tls_credentials.h"

#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "grpc/grpc.h"
#include "grpc/grpc_security.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/security/tls_certificate_provider.h"

namespace akin {
namespace {

// How often a client looks at its files, in seconds.
constexpr unsigned kRefreshSeconds = 1;

// gRPC asks at each handshake which certificates to use. Its file watcher would take files that do
// not fit together for a while, and refuse every connection until they do; here the old ones stay.
class ReloadedCredentials : public grpc::ServerCredentials {
 public:
  ReloadedCredentials(std::unique_ptr<WatchedTlsFiles> files,
                      grpc_ssl_client_certificate_request_type wanted)
      : files_(std::move(files)),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(wanted, &Fetch,
                                                                            files_.get()))) {}
  ~ReloadedCredentials() override { grpc_server_credentials_release(credentials_); }

  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  static grpc_ssl_certificate_config_reload_status Fetch(
      void* files, grpc_ssl_server_certificate_config** config) {
    TlsPems pems;
    if (!static_cast<WatchedTlsFiles*>(files)->Refresh(pems)) {
      return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    }
    const grpc_ssl_pem_key_cert_pair pair = {pems.key.c_str(), pems.cert.c_str()};
    // gRPC insists on authorities, also where it asks nobody for a certificate.
    const std::string& ca = pems.ca.empty() ? pems.cert : pems.ca;
    *config = grpc_ssl_server_certificate_config_create(ca.c_str(), &pair, 1);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  const std::unique_ptr<WatchedTlsFiles> files_;
  grpc_server_credentials* const credentials_;
};

grpc_ssl_client_certificate_request_type RequestType(const TlsFiles& files,
                                                     ClientCertificate wanted) {
  if (files.ca.empty()) return GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE;
  return wanted == ClientCertificate::kRequired
             ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
             : GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_AND_VERIFY;
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsServerCredentials(
    const TlsFiles& files, ClientCertificate wanted) {
  if (files.cert.empty()) return InvalidField("--tls_cert", "missing");
  ASSIGN_OR_RETURN(auto watched, WatchedTlsFiles::Open(files));
  return std::make_shared<ReloadedCredentials>(std::move(watched), RequestType(files, wanted));
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsChannelCredentials(
    const TlsFiles& files) {
  if (files.ca.empty()) return InvalidField(files.ca_flag, "missing");
  RETURN_IF_ERROR(ReadTlsFiles(files, absl::Now()).status());
  return KnownTlsChannelCredentials(files);
}

std::shared_ptr<grpc::ChannelCredentials> KnownTlsChannelCredentials(const TlsFiles& files) {
  grpc::experimental::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(
      std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
          files.key, files.cert, files.ca, kRefreshSeconds));
  options.set_certificate_verifier(
      std::make_shared<grpc::experimental::HostNameCertificateVerifier>());
  options.watch_root_certs();
  if (!files.cert.empty()) options.watch_identity_key_cert_pairs();
  return grpc::experimental::TlsCredentials(options);
}

}  // namespace akin
