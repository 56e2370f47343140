#include "common/url/url.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

// Longer is nothing that a server would answer; it also bounds the work.
constexpr size_t kMaxUrlBytes = 16 << 10;

// RFC 3986's parts, each without its delimiter; `has_query` tells "x?" from "x".
struct Parts {
  std::string scheme;
  bool has_authority = false;
  std::string authority;
  std::string path;
  bool has_query = false;
  std::string query;
  bool has_fragment = false;
  std::string fragment;
};

bool IsSchemeChar(char c) { return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.'; }

// "https" of "https://x", in lower case; "" if `text` does not start with a scheme.
std::string SchemeOf(absl::string_view text) {
  size_t end = 0;
  while (end < text.size() && IsSchemeChar(text[end])) ++end;
  if (end == 0 || end == text.size() || text[end] != ':' || !absl::ascii_isalpha(text[0]))
    return "";
  return absl::AsciiStrToLower(text.substr(0, end));
}

bool IsWeb(absl::string_view scheme) { return scheme == "http" || scheme == "https"; }

// The part of `rest` before any of `delimiters`, taken off it.
std::string TakeUntil(absl::string_view& rest, absl::string_view delimiters) {
  const size_t end = std::min(rest.find_first_of(delimiters), rest.size());
  std::string taken(rest.substr(0, end));
  rest.remove_prefix(end);
  return taken;
}

Parts Split(absl::string_view text) {
  Parts parts;
  parts.scheme = SchemeOf(text);
  if (!parts.scheme.empty()) text.remove_prefix(parts.scheme.size() + 1);
  if (absl::ConsumePrefix(&text, "//")) {
    parts.has_authority = true;
    parts.authority = TakeUntil(text, "/?#");
  }
  parts.path = TakeUntil(text, "?#");
  parts.has_query = absl::ConsumePrefix(&text, "?");
  if (parts.has_query) parts.query = TakeUntil(text, "#");
  parts.has_fragment = absl::ConsumePrefix(&text, "#");
  parts.fragment = std::string(text);
  return parts;
}

std::string Join(const Parts& parts) {
  std::string url = absl::StrCat(parts.scheme, "://", parts.authority, parts.path);
  if (parts.has_query) absl::StrAppend(&url, "?", parts.query);
  if (parts.has_fragment) absl::StrAppend(&url, "#", parts.fragment);
  return url;
}

// What browsers do before they parse: outer blanks and inner line breaks go, inner blanks are
// encoded, and before the query a back slash is a slash.
std::string Forgive(absl::string_view reference) {
  std::string clean;
  bool in_query = false;
  for (char c : absl::StripAsciiWhitespace(reference)) {
    in_query |= c == '?' || c == '#';
    if (c == '\n' || c == '\r' || c == '\t' || c == '\0') continue;
    if (c == ' ') {
      clean += "%20";
    } else {
      clean += c == '\\' && !in_query ? '/' : c;
    }
  }
  return clean;
}

// RFC 3986, 5.2.4.
std::string WithoutDotSegments(absl::string_view path) {
  std::vector<absl::string_view> kept;
  const std::vector<absl::string_view> segments = absl::StrSplit(path, '/');
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool last = i + 1 == segments.size();
    const bool up = segments[i] == "..";
    if (up && kept.size() > 1) kept.pop_back();
    if (!up && segments[i] != ".") {
      kept.push_back(segments[i]);
    } else if (last) {
      kept.push_back("");
    }
  }
  return absl::StrJoin(kept, "/");
}

// RFC 3986, 5.2.3: the reference's path in the place of the base's last segment.
std::string MergedPath(const Parts& base, absl::string_view path) {
  const size_t slash = base.path.rfind('/');
  if (slash == std::string::npos) return absl::StrCat("/", path);
  return absl::StrCat(base.path.substr(0, slash + 1), path);
}

// RFC 3986, 5.2.2, for a reference without scheme.
Parts Resolved(const Parts& base, Parts reference) {
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

// Host and port of an authority, without user info, in lower case.
std::string HostAndPort(absl::string_view authority) {
  const size_t at = authority.rfind('@');
  if (at != absl::string_view::npos) authority.remove_prefix(at + 1);
  return absl::AsciiStrToLower(authority);
}

std::string HostOf(absl::string_view authority) {
  const std::string host = HostAndPort(authority);
  const size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  absl::string_view name = absl::string_view(host).substr(0, has_port ? colon : host.size());
  while (absl::ConsumeSuffix(&name, ".")) continue;
  return std::string(name);
}

std::string PortOf(absl::string_view scheme, absl::string_view authority) {
  const std::string host = HostAndPort(authority);
  const size_t colon = host.rfind(':');
  if (colon == std::string::npos || host.find(']', colon) != std::string::npos) return "";
  const std::string port = host.substr(colon + 1);
  return port == (scheme == "http" ? "80" : "443") ? "" : port;
}

bool IsUnreserved(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// What stands in an address unencoded, delimiters included.
bool IsUrlChar(unsigned char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '%';
}

void AppendEncoded(unsigned char c, std::string& out) {
  constexpr absl::string_view kHex = "0123456789ABCDEF";
  out += '%';
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

constexpr std::array<absl::string_view, 8> kTrackingPrefixes = {
    "utm_", "ns_", "at_", "mtm_", "pk_", "hsa_", "guce_", "__twitter"};

constexpr std::array<absl::string_view, 36> kTrackingNames = {
    "_ga",     "_gl",     "amp",    "amp_js_v", "cmp",        "cmpid", "dclid",    "dicbo",
    "fb_ref",  "fbclid",  "gclid",  "gclsrc",   "guccounter", "icid",  "igsh",     "igshid",
    "ito",     "mc_cid",  "mc_eid", "mkt_tok",  "msclkid",    "ncid",  "ocid",     "oly_enc_id",
    "ref_src", "ref_url", "smid",   "smtyp",    "spm",        "spref", "sr_share", "srnd",
    "taid",    "usqp",    "xtor",   "yclid"};

// Names that also select content elsewhere; they track where the value names a channel.
constexpr std::array<absl::string_view, 8> kChannelNames = {
    "source", "from", "ref", "via", "partner", "feed", "outputtype", "referrer"};
constexpr std::array<absl::string_view, 8> kChannels = {
    "rss", "feed", "twitter", "facebook", "email", "newsletter", "amp", "social"};

template <typename List>
bool Contains(const List& list, absl::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool IsTracking(absl::string_view parameter) {
  const std::pair<std::string, std::string> pair =
      absl::StrSplit(absl::AsciiStrToLower(parameter), absl::MaxSplits('=', 1));
  const auto starts = [&](absl::string_view prefix) {
    return absl::StartsWith(pair.first, prefix);
  };
  return pair.first.empty() || Contains(kTrackingNames, pair.first) ||
         std::any_of(kTrackingPrefixes.begin(), kTrackingPrefixes.end(), starts) ||
         (Contains(kChannelNames, pair.first) && Contains(kChannels, pair.second));
}

std::string WithoutTracking(absl::string_view query) {
  std::vector<absl::string_view> kept;
  for (absl::string_view parameter : absl::StrSplit(query, '&')) {
    if (!IsTracking(parameter)) kept.push_back(parameter);
  }
  return absl::StrJoin(kept, "&");
}

bool IsVariantLabel(absl::string_view label) {
  return label == "m" || label == "mobile" || label == "amp";
}

// "m.example.com", "amp.example.com" and "en.m.example.org" without the label that says so.
std::string WithoutVariantLabel(absl::string_view host) {
  std::vector<absl::string_view> labels = absl::StrSplit(host, '.');
  while (labels.size() >= 3 && IsVariantLabel(labels[0])) labels.erase(labels.begin());
  while (labels.size() >= 4 && labels[1] == "m") labels.erase(labels.begin() + 1);
  return absl::StrJoin(labels, ".");
}

// One AMP mark less: "/amp/x", "x/amp", "x.amp.html" and "x.amp".
std::string WithOneAmpMarkLess(absl::string_view path) {
  if (absl::StartsWith(path, "/amp/") && path.size() > 5) return std::string(path.substr(4));
  if (absl::ConsumeSuffix(&path, "/amp") || absl::ConsumeSuffix(&path, "/amp/")) {
    return path.empty() ? "/" : std::string(path);
  }
  if (absl::ConsumeSuffix(&path, ".amp.html")) return absl::StrCat(path, ".html");
  absl::ConsumeSuffix(&path, ".amp");
  return std::string(path);
}

std::string WithoutAmpMarks(std::string path) {
  for (size_t before = path.size() + 1; path.size() < before;) {
    before = path.size();
    path = WithoutDotSegments(WithOneAmpMarkLess(path));
  }
  return path.empty() ? "/" : path;
}

// The page behind an AMP cache's address, e.g. "https://www.google.com/amp/s/example.com/x".
absl::optional<std::string> BehindAmpCache(const Parts& parts) {
  const std::string host = HostOf(parts.authority);
  absl::string_view path = parts.path;
  const bool google = absl::StartsWith(host, "www.google.") && absl::ConsumePrefix(&path, "/amp/");
  const bool cdn = absl::EndsWith(host, ".cdn.ampproject.org") &&
                   (absl::ConsumePrefix(&path, "/c/") || absl::ConsumePrefix(&path, "/v/"));
  if (!google && !cdn) return absl::nullopt;
  const absl::string_view scheme = absl::ConsumePrefix(&path, "s/") ? "https://" : "http://";
  return absl::StrCat(scheme, path, parts.has_query ? "?" : "", parts.query);
}

bool IsHost(absl::string_view host) {
  const bool v6 = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  const auto is_address = [](char c) { return absl::ascii_isxdigit(c) || c == ':' || c == '.'; };
  const auto is_name = [](char c) {
    return absl::ascii_isalnum(c) || (c & 0x80) != 0 || absl::StrContains("-._~%", c);
  };
  return !host.empty() && (v6 ? std::all_of(host.begin(), host.end(), is_address)
                              : std::all_of(host.begin(), host.end(), is_name));
}

bool IsPort(absl::string_view port) {
  return port.size() <= 5 && std::all_of(port.begin(), port.end(), absl::ascii_isdigit);
}

absl::optional<Parts> SplitWeb(absl::string_view url) {
  if (url.size() > kMaxUrlBytes) return absl::nullopt;
  Parts parts = Split(Forgive(url));
  if (!IsWeb(parts.scheme) || !IsHost(HostOf(parts.authority)) ||
      !IsPort(PortOf(parts.scheme, parts.authority))) {
    return absl::nullopt;
  }
  return parts;
}

}  // namespace

absl::optional<std::string> ResolveUrl(absl::string_view base, absl::string_view reference) {
  if (reference.size() > kMaxUrlBytes) return absl::nullopt;
  const std::string clean = Forgive(reference);
  if (clean.empty()) return absl::nullopt;
  const std::string scheme = SchemeOf(clean);
  if (!scheme.empty()) {
    if (!SplitWeb(clean)) return absl::nullopt;
    return absl::StrCat(scheme, clean.substr(scheme.size()));
  }
  const absl::optional<Parts> base_parts = SplitWeb(base);
  if (!base_parts) return absl::nullopt;
  const Parts resolved = Resolved(*base_parts, Split(clean));
  if (!IsHost(HostOf(resolved.authority))) return absl::nullopt;
  return Join(resolved);
}

std::string UrlHost(absl::string_view url) {
  const absl::optional<Parts> parts = SplitWeb(url);
  return parts ? HostOf(parts->authority) : "";
}

std::string NormalizeUrl(absl::string_view url) {
  absl::optional<Parts> parts = SplitWeb(url);
  if (!parts) return "";
  if (const auto behind = BehindAmpCache(*parts)) {
    if (SplitWeb(*behind)) return NormalizeUrl(*behind);
  }
  const std::string port = PortOf(parts->scheme, parts->authority);
  parts->authority = WithoutVariantLabel(HostOf(parts->authority));
  if (!port.empty()) absl::StrAppend(&parts->authority, ":", port);
  parts->path = WithoutDotSegments(NormalizePercentEncoding(parts->path, IsUrlChar));
  parts->path = WithoutAmpMarks(parts->path.empty() ? "/" : parts->path);
  parts->query = WithoutTracking(NormalizePercentEncoding(parts->query, IsUrlChar));
  parts->has_query = !parts->query.empty();
  parts->has_fragment = false;
  return Join(*parts);
}

std::string UrlKey(absl::string_view url) {
  const std::string normal = NormalizeUrl(url);
  absl::string_view key = normal;
  if (!absl::ConsumePrefix(&key, "https://")) absl::ConsumePrefix(&key, "http://");
  absl::ConsumePrefix(&key, "www.");
  const absl::string_view::size_type query = key.find('?');
  absl::string_view path = key.substr(0, query);
  absl::ConsumeSuffix(&path, "/");
  return absl::StrCat(path, query == absl::string_view::npos ? "" : key.substr(query));
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
      AppendEncoded(c, out);
    }
  }
  return out;
}

}  // namespace akin
