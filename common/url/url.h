#ifndef AKIN_COMMON_URL_URL_H_
#define AKIN_COMMON_URL_URL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

// Web addresses: only http and https exist here. Plain functions, thread-safe.
namespace akin {

// The absolute http(s) address that `reference` means in a document at `base` (RFC 3986, with the
// white space and back slashes that browsers forgive). The spelling is otherwise kept. nullopt if
// it is no http(s) address: another scheme, or relative without an absolute base.
absl::optional<std::string> ResolveUrl(absl::string_view base, absl::string_view reference);

// The host of an absolute http(s) address in lower case, without port; "" if it is none.
std::string UrlHost(absl::string_view url);

// Percent-encoding in one spelling: an escaped unreserved character (RFC 3986, 2.3) becomes itself,
// and what is not escaped is encoded unless `is_plain` says so. Digits are upper case.
std::string NormalizePercentEncoding(absl::string_view text, bool (*is_plain)(unsigned char));

}  // namespace akin

#endif  // AKIN_COMMON_URL_URL_H_
