#include "common/redis/redis_credentials.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::string_view WithoutNewline(absl::string_view secret) {
  if (absl::ConsumeSuffix(&secret, "\n")) absl::ConsumeSuffix(&secret, "\r");
  return secret;
}

absl::Status FileError(const std::string& path, absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("redis_password_file: ", path, ": ", what));
}

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileError(path, std::strerror(errno));
  std::ostringstream bytes;
  bytes << file.rdbuf();
  std::string secret(WithoutNewline(bytes.str()));
  // A directory opens, and a file that is being written anew is empty for a moment.
  if (secret.empty()) return FileError(path, "no password in it");
  return secret;
}

absl::StatusOr<std::string> Password(const RedisCredentials& credentials) {
  if (!credentials.password_file.empty()) return ReadSecret(credentials.password_file);
  return std::string(WithoutNewline(credentials.password));
}

}  // namespace

absl::Status CheckRedisCredentials(const RedisCredentials& credentials) {
  if (!credentials.password.empty() && !credentials.password_file.empty()) {
    return InvalidField("redis_password", "given, and so is redis_password_file; want one of them");
  }
  const absl::StatusOr<std::string> password = Password(credentials);
  if (!password.ok()) return absl::InvalidArgumentError(password.status().message());
  if (password->empty() && !credentials.username.empty()) {
    return InvalidField("redis_username", "given without redis_password or redis_password_file");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RedisAuthCommand(const RedisCredentials& credentials) {
  ASSIGN_OR_RETURN(std::string password, Password(credentials));
  if (password.empty()) return std::vector<std::string>();
  // Servers before version 6 know no users.
  if (credentials.username.empty()) return std::vector<std::string>{"AUTH", password};
  return std::vector<std::string>{"AUTH", credentials.username, password};
}

}  // namespace akin
