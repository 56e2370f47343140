#ifndef AKIN_COMMON_REDIS_REDIS_CREDENTIALS_H_
#define AKIN_COMMON_REDIS_REDIS_CREDENTIALS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace akin {

// Who to be for Redis. No message of an error has the password in it.
struct RedisCredentials {
  // Empty: the default user, as with requirepass alone.
  std::string username;
  // With password_file: none here. Neither: connections do not authenticate.
  std::string password;
  // Read for each new connection, so that a password may change while the process runs.
  std::string password_file;
};

// INVALID_ARGUMENT if they contradict each other or the file cannot be read.
absl::Status CheckRedisCredentials(const RedisCredentials& credentials);

// The words of the command that authenticates; none where there is no password. A newline at the
// password's end is not of it: editors and `echo` leave one. UNAVAILABLE where the file cannot
// be read.
absl::StatusOr<std::vector<std::string>> RedisAuthCommand(const RedisCredentials& credentials);

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_CREDENTIALS_H_
