#ifndef AKIN_COMMON_RPC_LISTEN_ADDRESS_H_
#define AKIN_COMMON_RPC_LISTEN_ADDRESS_H_

#include "absl/strings/string_view.h"

namespace akin {

// Whether only this machine reaches a server that listens on `address` ("host:port", "unix:PATH").
// A name other than localhost may be anything.
bool IsLocalAddress(absl::string_view address);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_LISTEN_ADDRESS_H_
