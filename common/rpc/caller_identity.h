#ifndef AKIN_COMMON_RPC_CALLER_IDENTITY_H_
#define AKIN_COMMON_RPC_CALLER_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "common/access/caller.h"
#include "common/access/tokens.h"
#include "grpcpp/server_context.h"

namespace akin {

// "ipv4:127.0.0.1" of "ipv4:127.0.0.1:4711".
std::string AddressOfPeer(absl::string_view peer);

// The values of a header, joined by commas; nullopt if the caller did not send it.
absl::optional<std::string> HeaderOf(const grpc::CallbackServerContext& server,
                                     const std::string& key);

// Who calls, by the certificate of the connection, which TLS has checked; without one by the bearer
// token in `authorization`; without that anonymous. Nothing else that a caller sends says who it
// is. UNAUTHENTICATED for a token that is nobody's (TOKEN_UNKNOWN), or that came in plaintext from
// elsewhere (TOKEN_IN_PLAINTEXT). `tokens` may be null.
absl::StatusOr<Caller> IdentifyCaller(const grpc::CallbackServerContext& server,
                                      const Tokens* tokens);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CALLER_IDENTITY_H_
