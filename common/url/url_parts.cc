#include "common/url/url_parts.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

bool IsSchemeChar(char c) { return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.'; }

bool IsWeb(absl::string_view scheme) { return scheme == "http" || scheme == "https"; }

// The part of `rest` before any of `delimiters`, taken off it.
std::string TakeUntil(absl::string_view& rest, absl::string_view delimiters) {
  const size_t end = std::min(rest.find_first_of(delimiters), rest.size());
  std::string taken(rest.substr(0, end));
  rest.remove_prefix(end);
  return taken;
}

// Host and port of an authority, without user info, in lower case.
std::string HostAndPort(absl::string_view authority) {
  const size_t at = authority.rfind('@');
  if (at != absl::string_view::npos) authority.remove_prefix(at + 1);
  return absl::AsciiStrToLower(authority);
}

bool IsPort(absl::string_view port) {
  return port.size() <= 5 && std::all_of(port.begin(), port.end(), absl::ascii_isdigit);
}

}  // namespace

std::string SchemeOf(absl::string_view text) {
  size_t end = 0;
  while (end < text.size() && IsSchemeChar(text[end])) ++end;
  if (end == 0 || end == text.size() || text[end] != ':' || !absl::ascii_isalpha(text[0]))
    return "";
  return absl::AsciiStrToLower(text.substr(0, end));
}

std::string ForgiveUrl(absl::string_view reference) {
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

UrlParts SplitUrl(absl::string_view text) {
  UrlParts parts;
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

std::string JoinUrl(const UrlParts& parts) {
  std::string url = absl::StrCat(parts.scheme, "://", parts.authority, parts.path);
  if (parts.has_query) absl::StrAppend(&url, "?", parts.query);
  if (parts.has_fragment) absl::StrAppend(&url, "#", parts.fragment);
  return url;
}

absl::optional<UrlParts> SplitWebUrl(absl::string_view url) {
  if (url.size() > kMaxUrlBytes) return absl::nullopt;
  UrlParts parts = SplitUrl(ForgiveUrl(url));
  if (!IsWeb(parts.scheme) || !IsHost(HostOf(parts.authority)) ||
      !IsPort(PortOf(parts.scheme, parts.authority))) {
    return absl::nullopt;
  }
  return parts;
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

bool IsUrlChar(unsigned char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '%';
}

void AppendPercentEncoded(unsigned char c, std::string& out) {
  constexpr absl::string_view kHex = "0123456789ABCDEF";
  out += '%';
  out += kHex[c >> 4];
  out += kHex[c & 15];
}

}  // namespace akin
