#ifndef AKIN_COMMON_ACCESS_TOKENS_H_
#define AKIN_COMMON_ACCESS_TOKENS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace akin {

// Bearer tokens, of which only SHA-256 hashes are kept: that is enough for tokens of 128 random
// bits or more, and for nothing that people can remember. Immutable; thread-safe.
class Tokens {
 public:
  // Lines "NAME SHA256", the hash in hexadecimal digits; blank lines and lines that begin with '#'
  // mean nothing. A name may have several tokens, so that it can change from one to the next.
  // INVALID_ARGUMENT "line 3: …", never with what is in the line.
  static absl::StatusOr<Tokens> Parse(absl::string_view text);

  // Whose token it is. Takes as long for every token, right or wrong.
  absl::optional<std::string> NameOf(absl::string_view token) const;

  size_t size() const { return tokens_.size(); }

 private:
  using Hash = std::array<uint8_t, 32>;
  struct Token {
    std::string name;
    Hash hash;
  };
  static absl::StatusOr<Token> ParseLine(absl::string_view line);

  std::vector<Token> tokens_;
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_TOKENS_H_
