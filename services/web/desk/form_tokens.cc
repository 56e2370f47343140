#include "services/web/desk/form_tokens.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

constexpr size_t kRandomBytes = 16;
constexpr char kCookie[] = "akin-desk=";

std::string RandomHex() {
  std::string bytes(kRandomBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), kRandomBytes) != 1) std::abort();
  return absl::BytesToHexString(bytes);
}

}  // namespace

FormTokens::FormTokens() : key_(RandomHex()) {}

std::string FormTokens::NewVisitor() { return RandomHex(); }

std::string FormTokens::CookieOf(absl::string_view visitor) {
  return absl::StrCat(kCookie, visitor, "; Path=/; HttpOnly; SameSite=Strict");
}

std::string FormTokens::VisitorOf(const HttpRequest& request) {
  for (absl::string_view cookie : absl::StrSplit(request.Header("Cookie"), ';')) {
    cookie = absl::StripAsciiWhitespace(cookie);
    if (absl::ConsumePrefix(&cookie, kCookie) && cookie.size() == 2 * kRandomBytes)
      return std::string(cookie);
  }
  return "";
}

std::string FormTokens::TokenOf(absl::string_view visitor) const {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(visitor.data()), visitor.size(), mac, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<char*>(mac), size));
}

bool FormTokens::IsOurs(const HttpRequest& request, const HttpFields& form) const {
  const std::string visitor = VisitorOf(request);
  const absl::string_view token = FieldOf(form, "token");
  const std::string wanted = TokenOf(visitor);
  return !visitor.empty() && token.size() == wanted.size() &&
         CRYPTO_memcmp(token.data(), wanted.data(), wanted.size()) == 0;
}

}  // namespace akin
