#include "common/url/url.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/url/url_parts.h"

namespace akin {
namespace {

// RFC 3986, 5.2.3: the reference's path in the place of the base's last segment.
std::string MergedPath(const UrlParts& base, absl::string_view path) {
  const size_t slash = base.path.rfind('/');
  if (slash == std::string::npos) return absl::StrCat("/", path);
  return absl::StrCat(base.path.substr(0, slash + 1), path);
}

// RFC 3986, 5.2.2, for a reference without scheme.
UrlParts Resolved(const UrlParts& base, UrlParts reference) {
  reference.scheme = base.scheme;
  if (reference.has_authority) return reference;
  reference.has_authority = true;
  reference.authority = base.authority;
  if (reference.path.empty()) {
    reference.path = base.path;
    if (!reference.has_query) {
      reference.has_query = base.has_query;
      reference.query = base.query;
    }
    return reference;
  }
  if (reference.path[0] != '/') reference.path = MergedPath(base, reference.path);
  reference.path = WithoutDotSegments(reference.path);
  return reference;
}

bool IsUnreserved(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

absl::optional<std::string> ResolveUrl(absl::string_view base, absl::string_view reference) {
  if (reference.size() > kMaxUrlBytes) return absl::nullopt;
  const std::string clean = ForgiveUrl(reference);
  if (clean.empty()) return absl::nullopt;
  const std::string scheme = SchemeOf(clean);
  if (!scheme.empty()) {
    if (!SplitWebUrl(clean)) return absl::nullopt;
    return absl::StrCat(scheme, clean.substr(scheme.size()));
  }
  const absl::optional<UrlParts> base_parts = SplitWebUrl(base);
  if (!base_parts) return absl::nullopt;
  const UrlParts resolved = Resolved(*base_parts, SplitUrl(clean));
  if (!IsHost(HostOf(resolved.authority))) return absl::nullopt;
  return JoinUrl(resolved);
}

std::string UrlHost(absl::string_view url) {
  const absl::optional<UrlParts> parts = SplitWebUrl(url);
  return parts ? HostOf(parts->authority) : "";
}

std::string NormalizePercentEncoding(absl::string_view text, bool (*is_plain)(unsigned char)) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned char c = text[i];
    const bool escape = c == '%' && i + 2 < text.size() && absl::ascii_isxdigit(text[i + 1]) &&
                        absl::ascii_isxdigit(text[i + 2]);
    if (escape) {
      c = absl::HexStringToBytes(text.substr(i + 1, 2))[0];
      i += 2;
    }
    if (escape ? IsUnreserved(c) : is_plain(c)) {
      out += static_cast<char>(c);
    } else {
      AppendPercentEncoded(c, out);
    }
  }
  return out;
}

}  // namespace akin
