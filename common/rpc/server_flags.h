#ifndef AKIN_COMMON_RPC_SERVER_FLAGS_H_
#define AKIN_COMMON_RPC_SERVER_FLAGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/rpc/server.h"

namespace akin {

// The flags that every service's process has: how its connections are secured, who may call, how it
// stops and how long connections live. The rest is at its default. INVALID_ARGUMENT naming the
// flag, e.g. of a certificate that has expired.
absl::StatusOr<Server::Options> ServerOptionsFromFlags(const std::string& listen);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVER_FLAGS_H_
