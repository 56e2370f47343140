#ifndef AKIN_COMMON_NET_LOCAL_ADDRESS_H_
#define AKIN_COMMON_NET_LOCAL_ADDRESS_H_

#include "absl/strings/string_view.h"

namespace akin {

// Whether only this machine is reached by `address`, or reaches a server that listens on it: of
// "host:port" and gRPC's "unix:PATH", "ipv4:…", "dns:///host:port". A name other than localhost may
// be anything.
bool IsLocalAddress(absl::string_view address);

}  // namespace akin

#endif  // AKIN_COMMON_NET_LOCAL_ADDRESS_H_
