#ifndef AKIN_COMMON_REDIS_REDIS_FLAGS_H_
#define AKIN_COMMON_REDIS_REDIS_FLAGS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/redis/redis_client.h"

namespace akin {

// A flag's text that may be a secret: --help, which shows what flags are set to, does not show it.
struct HiddenText {
  std::string text;
};
bool AbslParseFlag(absl::string_view text, HiddenText* hidden, std::string* error);
std::string AbslUnparseFlag(const HiddenText& hidden);

// --redis_address, --redis_username, --redis_password and --redis_password_file, of the programs
// that link this; for their main.
RedisClient::Options RedisOptionsFromFlags();

}  // namespace akin

#endif  // AKIN_COMMON_REDIS_REDIS_FLAGS_H_
