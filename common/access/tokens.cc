#include "common/access/tokens.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

bool IsHash(absl::string_view hash) {
  return hash.size() == 64 && std::all_of(hash.begin(), hash.end(), absl::ascii_isxdigit);
}

}  // namespace

absl::StatusOr<Tokens::Token> Tokens::ParseLine(absl::string_view line) {
  const std::vector<absl::string_view> parts =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  if (parts.size() != 2) return absl::InvalidArgumentError("want \"NAME SHA256\"");
  if (!IsName(parts[0])) {
    return absl::InvalidArgumentError("want a name of letters, digits, '-', '_' and '.'");
  }
  if (!IsHash(parts[1])) {
    return absl::InvalidArgumentError(
        "want a SHA-256 of 64 hexadecimal digits, not the token itself");
  }
  Token token{std::string(parts[0]), {}};
  const std::string bytes = absl::HexStringToBytes(parts[1]);
  std::copy(bytes.begin(), bytes.end(), token.hash.begin());
  return token;
}

absl::StatusOr<Tokens> Tokens::Parse(absl::string_view text) {
  Tokens tokens;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    absl::StatusOr<Token> token = ParseLine(line);
    if (!token.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", number, ": ", token.status().message()));
    }
    tokens.tokens_.push_back(*std::move(token));
  }
  return tokens;
}

absl::optional<std::string> Tokens::NameOf(absl::string_view token) const {
  Hash hash;
  SHA256(reinterpret_cast<const uint8_t*>(token.data()), token.size(), hash.data());
  const Token* found = nullptr;
  for (const Token& known : tokens_) {
    if (CRYPTO_memcmp(known.hash.data(), hash.data(), hash.size()) == 0) found = &known;
  }
  if (found == nullptr) return absl::nullopt;
  return found->name;
}

}  // namespace akin
