#ifndef AKIN_COMMON_RPC_TLS_CREDENTIALS_H_
#define AKIN_COMMON_RPC_TLS_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/tls/tls_files.h"

namespace grpc {
class ChannelCredentials;
class ServerCredentials;
}  // namespace grpc

// TLS 1.2 or later on both sides, with files that are read anew when they change: connections that
// are open stay, new ones have what is new. Errors are those of ReadTlsFiles.
namespace akin {

// What callers have to show: nothing, where the files name no authority; else a certificate that it
// has signed, or none where that is optional.
enum class ClientCertificate { kRequired, kOptional };

// Of one server. Must outlive it.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> TlsServerCredentials(
    const TlsFiles& files, ClientCertificate wanted);

// Of a client: `files.ca` must have signed the server's certificate, which must have the name or
// address that is called; files without certificate show none of our own.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsChannelCredentials(
    const TlsFiles& files);

// The same of files that were read before, which may since have become wrong: while they are,
// nothing is reached.
std::shared_ptr<grpc::ChannelCredentials> KnownTlsChannelCredentials(const TlsFiles& files);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_TLS_CREDENTIALS_H_
