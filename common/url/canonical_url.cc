#include "common/url/canonical_url.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/url/redirectors.h"
#include "common/url/url.h"
#include "common/url/url_parameters.h"
#include "common/url/url_parts.h"

namespace akin {
namespace {

// What has an escape already keeps it.
std::string WithUnsafeEncoded(absl::string_view text) {
  std::string out;
  for (const unsigned char c : text) {
    if (IsUrlChar(c) || c == '%') {
      out += static_cast<char>(c);
    } else {
      AppendPercentEncoded(c, out);
    }
  }
  return out;
}

std::string Tidy(absl::string_view url) {
  absl::optional<UrlParts> parts = SplitWebUrl(url);
  if (!parts) return "";
  parts->authority.erase(0, parts->authority.rfind('@') + 1);
  parts->path = WithUnsafeEncoded(parts->path);
  const bool had_query = !parts->query.empty();
  parts->query = WithUnsafeEncoded(WithoutParameters(parts->query, IsTracker));
  if (had_query) parts->has_query = !parts->query.empty();
  parts->fragment = WithUnsafeEncoded(parts->fragment);
  if (HasOnly(parts->fragment, IsTracker)) parts->has_fragment = false;
  std::string tidy = JoinUrl(*parts);
  return tidy.size() <= kMaxUrlBytes ? tidy : "";
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

// "/a;jsessionid=12?x" is "/a?x".
std::string WithoutSession(std::string path) {
  const size_t at = absl::AsciiStrToLower(path).find(";jsessionid=");
  if (at == std::string::npos) return path;
  return path.erase(at, path.find_first_of("/;", at + 1) - at);
}

// Places on a page that are not articles: where a page begins, and where readers' comments do.
constexpr absl::string_view kPlaces[] = {
    "top",     "content", "main",          "main-content", "maincontent", "start",
    "page",    "header",  "body",          "article",      "comments",    "comment",
    "respond", "reply",   "disqus_thread", "more",         "share"};

// WordPress's "more", and what AddThis, Tynt and IDG's feeds add.
constexpr absl::string_view kPlacePrefixes[] = {"more-", ".", "ixzz", "tk."};

bool IsPlace(absl::string_view fragment) {
  const std::string lower = absl::AsciiStrToLower(fragment);
  return std::find(std::begin(kPlaces), std::end(kPlaces), lower) != std::end(kPlaces) ||
         std::any_of(std::begin(kPlacePrefixes), std::end(kPlacePrefixes),
                     [&](absl::string_view prefix) { return absl::StartsWith(lower, prefix); });
}

bool IsRoute(absl::string_view fragment) {
  return absl::StartsWith(fragment, "/") || absl::StartsWith(fragment, "!");
}

// "" where a fragment names no article. What follows ":~:" is for the browser.
std::string FragmentKey(absl::string_view fragment) {
  fragment = fragment.substr(0, fragment.find(":~:"));
  if (IsPlace(fragment) || HasOnly(fragment, IsIncidental)) return "";
  return NormalizePercentEncoding(fragment, IsUrlChar);
}

// Without scheme and fragment.
std::string PageOf(const UrlParts& parts) {
  const std::string port = PortOf(parts.scheme, parts.authority);
  const std::string host = WithoutVariantLabel(HostOf(parts.authority));
  std::string path = WithoutSession(NormalizePercentEncoding(parts.path, IsUrlChar));
  path = WithoutDotSegments(path);
  path = WithoutAmpMarks(path.empty() ? "/" : path);
  const std::string query =
      WithoutParameters(NormalizePercentEncoding(parts.query, IsUrlChar), IsIncidental);
  return absl::StrCat(absl::StripPrefix(host, "www."), port.empty() ? "" : ":", port,
                      absl::StripSuffix(path, "/"), query.empty() ? "" : "?", query);
}

}  // namespace

std::string CanonicalUrl(absl::string_view url) {
  std::string canonical = Tidy(url);
  // Each target says less than what carries it.
  while (const auto target = RedirectTarget(canonical)) canonical = Tidy(*target);
  return canonical;
}

std::string UrlKey(absl::string_view url) {
  const absl::optional<UrlParts> parts = SplitWebUrl(CanonicalUrl(url));
  if (!parts) return "";
  const std::string fragment = FragmentKey(parts->fragment);
  return absl::StrCat(PageOf(*parts), fragment.empty() ? "" : "#", fragment);
}

std::string UrlPageKey(absl::string_view url) {
  std::string key = UrlKey(url);
  const size_t fragment = std::min(key.find('#'), key.size());
  if (!IsRoute(absl::string_view(key).substr(std::min(fragment + 1, key.size())))) {
    key.resize(fragment);
  }
  return key;
}

}  // namespace akin
