#include "common/url/typed_url.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/url/url.h"

namespace akin {
namespace {

// Schemes by which links tell programs that there is a feed.
constexpr absl::string_view kFeedSchemes[] = {"feed:", "feeds:", "pcast:", "itpc:", "podcast:"};

absl::string_view WithoutFeedScheme(absl::string_view text) {
  for (absl::string_view scheme : kFeedSchemes) {
    if (absl::StartsWithIgnoreCase(text, scheme)) return text.substr(scheme.size());
  }
  return text;
}

// "wire.example", "127.0.0.1:8080", "[::1]", "localhost:80": what stands before a path.
bool IsAuthority(absl::string_view text) {
  const size_t colon =
      text.find(':', text.find(']') == absl::string_view::npos ? 0 : text.find(']'));
  const absl::string_view host = text.substr(0, colon);
  const absl::string_view port = colon == absl::string_view::npos ? "" : text.substr(colon + 1);
  const bool named =
      absl::StrContains(host, '.') || absl::StartsWith(host, "[") || host == "localhost";
  return named && host.front() != '.' &&
         std::all_of(port.begin(), port.end(), absl::ascii_isdigit) &&
         text.find_first_of("@ \t\\") == absl::string_view::npos;
}

}  // namespace

absl::optional<std::string> ReadTypedUrl(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  absl::string_view rest = WithoutFeedScheme(text);
  if (auto url = ResolveUrl("", rest)) return url;
  const bool slashes = absl::ConsumePrefix(&rest, "//");
  const absl::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (!slashes && !IsAuthority(authority)) return absl::nullopt;
  return ResolveUrl("", absl::StrCat("http://", rest));
}

}  // namespace akin
