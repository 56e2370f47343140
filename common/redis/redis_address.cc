#include "common/redis/redis_address.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"

namespace akin {
namespace {

absl::Status Refusal(absl::string_view wish) { return InvalidField("redis_address", wish); }

absl::Status WantPlain() {
  return Refusal(
      "want host:port, [v6]:port, redis://host:port or unix:/path, of one server; no database "
      "number, no parameters");
}

// Of the plain kind; in "unix://user:password@/path" what follows the colon is no path.
bool IsPath(absl::string_view text) {
  return absl::StartsWith(text, "/") ||
         (absl::StartsWith(text, "unix:") && !absl::StartsWith(text, "unix://"));
}

bool IsHost(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_';
  });
}

// What stands between brackets, perhaps with a zone: "fe80::1%eth0".
bool IsV6(absl::string_view text) {
  return absl::StrContains(text, ':') && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(c) || absl::StrContains(":.%-_", c);
         });
}

absl::StatusOr<RedisAddress> ParseHostAndPort(absl::string_view text) {
  const size_t colon = text.rfind(':');
  RedisAddress address;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(text.substr(colon + 1), &address.port) || address.port < 1 ||
      address.port > 65'535) {
    return WantPlain();
  }
  absl::string_view host = text.substr(0, colon);
  const bool in_brackets = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  if (!(in_brackets ? IsV6(host) : IsHost(host))) return WantPlain();
  address.host = std::string(host);
  return address;
}

}  // namespace

absl::StatusOr<RedisAddress> ParseRedisAddress(absl::string_view text) {
  if (absl::StartsWithIgnoreCase(text, "rediss:")) {
    return Refusal(
        "rediss:// means TLS, which is not spoken here: let a sidecar (stunnel, Envoy, HAProxy) "
        "speak it, and give the address where that listens");
  }
  if (IsPath(text)) {
    absl::ConsumePrefix(&text, "unix:");
    if (text.empty()) return WantPlain();
    return RedisAddress{.host = {}, .unix_path = std::string(text)};
  }
  if (absl::StrContains(text, '@')) {
    return Refusal(
        "has a user or a password in it: give these with --redis_username and "
        "--redis_password_file (or AKIN_REDIS_PASSWORD), and here host:port alone");
  }
  if (absl::ConsumePrefix(&text, "redis://") && !absl::ConsumeSuffix(&text, "/0")) {
    absl::ConsumeSuffix(&text, "/");
  }
  return ParseHostAndPort(text);
}

}  // namespace akin
