#include "common/redis/redis_flags.h"

#include "absl/flags/flag.h"

ABSL_FLAG(akin::HiddenText, redis_address, {},
          "shared cache, host:port, redis://host:port or unix:PATH; empty: none. One server, or a "
          "name or proxy that leads to the one to write to: the name is looked up anew whenever "
          "that turns out to be a replica. No Redis Cluster (unless through a proxy), no Sentinel, "
          "no rediss:// (TLS: let a sidecar speak it), no user or password in the address");
ABSL_FLAG(std::string, redis_username, "",
          "user of --redis_address, who wants +get, +set and +del on ~akin:*; empty: the default "
          "user");
ABSL_FLAG(akin::HiddenText, redis_password, {},
          "password of --redis_address; `ps` shows it, so better AKIN_REDIS_PASSWORD or the next");
ABSL_FLAG(std::string, redis_password_file, "",
          "file with the password, read again for every new connection; what changes it needs no "
          "restart");

namespace akin {

bool AbslParseFlag(absl::string_view text, HiddenText* hidden, std::string* /*error*/) {
  hidden->text = std::string(text);
  return true;
}

std::string AbslUnparseFlag(const HiddenText& hidden) {
  return hidden.text.empty() ? "" : "(set, not shown)";
}

RedisClient::Options RedisOptionsFromFlags() {
  return {.address = absl::GetFlag(FLAGS_redis_address).text,
          .credentials = {.username = absl::GetFlag(FLAGS_redis_username),
                          .password = absl::GetFlag(FLAGS_redis_password).text,
                          .password_file = absl::GetFlag(FLAGS_redis_password_file)}};
}

}  // namespace akin
