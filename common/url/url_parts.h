#ifndef AKIN_COMMON_URL_URL_PARTS_H_
#define AKIN_COMMON_URL_URL_PARTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

// What the files of this folder share. Plain functions, thread-safe.
namespace akin {

// Longer is nothing that a server would answer; it also bounds the work.
constexpr size_t kMaxUrlBytes = 16 << 10;

// RFC 3986's parts, each without its delimiter; `has_query` tells "x?" from "x".
struct UrlParts {
  std::string scheme;
  bool has_authority = false;
  std::string authority;
  std::string path;
  bool has_query = false;
  std::string query;
  bool has_fragment = false;
  std::string fragment;
};

// "https" of "https://x", in lower case; "" if `text` does not start with a scheme.
std::string SchemeOf(absl::string_view text);

// What browsers do before they parse: outer blanks and inner line breaks go, inner blanks are
// encoded, and before the query a back slash is a slash.
std::string ForgiveUrl(absl::string_view reference);

UrlParts SplitUrl(absl::string_view text);
std::string JoinUrl(const UrlParts& parts);

// The parts of an absolute http(s) address, forgiven; nullopt if `url` is none.
absl::optional<UrlParts> SplitWebUrl(absl::string_view url);

bool IsHost(absl::string_view host);

// Host of an authority in lower case, and its port, "" where the scheme implies it. User info is
// left out.
std::string HostOf(absl::string_view authority);
std::string PortOf(absl::string_view scheme, absl::string_view authority);

// RFC 3986, 5.2.4.
std::string WithoutDotSegments(absl::string_view path);

// What stands in an address unencoded, delimiters included.
bool IsUrlChar(unsigned char c);

// "%2F" of '/'.
void AppendPercentEncoded(unsigned char c, std::string& out);

}  // namespace akin

#endif  // AKIN_COMMON_URL_URL_PARTS_H_
