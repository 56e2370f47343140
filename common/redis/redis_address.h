#ifndef AKIN_COMMON_REDIS_REDIS_ADDRESS_H_
#define AKIN_COMMON_REDIS_REDIS_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// Where a Redis listens.
struct RedisAddress {
  std::string host;
  int port = 0;
  std::string unix_path;  // When set, host and port are not.
};

// "host:port", "[v6]:port", both also behind "redis://", "/path/of/socket" or
// "unix:/path/of/socket". INVALID_ARGUMENT otherwise, with what to give instead. The message does
// not quote the text: platforms hand out addresses with a password in them.
absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text);

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_ADDRESS_H_
