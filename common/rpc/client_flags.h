#ifndef AKIN_COMMON_RPC_CLIENT_FLAGS_H_
#define AKIN_COMMON_RPC_CLIENT_FLAGS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/tls/tls_files.h"
#include "grpcpp/channel.h"

namespace akin {

// Our certificate, its key, and whom we trust: --tls_cert, --tls_key, --tls_ca.
TlsFiles TlsFilesFromFlags();

// A channel of a service to another, by its flags: with --tls_ca it is TLS, and shows --tls_cert if
// there is one. INVALID_ARGUMENT naming the flag. See NewChannel.
absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelFromFlags(const std::string& target);

// The same with other files than the flags say; in plaintext without `files.ca`.
absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelWith(const std::string& target,
                                                           const TlsFiles& files);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CLIENT_FLAGS_H_
