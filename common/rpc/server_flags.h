#ifndef AKIN_COMMON_RPC_SERVER_FLAGS_H_
#define AKIN_COMMON_RPC_SERVER_FLAGS_H_

#include "common/rpc/server.h"

namespace akin {

// The flags that every service's process has: how it stops and how long connections live. The rest
// is at its default.
Server::Options ServerOptionsFromFlags();

}  // namespace akin

#endif  // AKIN_COMMON_RPC_SERVER_FLAGS_H_
