#include "common/url/redirectors.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/url/url.h"
#include "common/url/url_parts.h"

namespace akin {
namespace {

struct Redirector {
  absl::string_view host;       // and those below it; "google.*" is of any country
  absl::string_view path;       // the beginning, in lower case
  absl::string_view parameter;  // that has the target; "" if it is the whole query
};

// Click counters, warnings about strangers' links, and mail scanners.
constexpr Redirector kRedirectors[] = {
    {"google.*", "/url", "url"},
    {"google.*", "/url", "q"},
    {"google.*", "/news/url", "url"},
    {"google.*", "/imgres", "imgrefurl"},
    {"googleadservices.com", "/pagead/aclk", "adurl"},
    {"bing.com", "/news/apiclick.aspx", "url"},
    {"bing.com", "/ck/a", "u"},
    {"yandex.*", "/redir", "url"},
    {"duckduckgo.com", "/l/", "uddg"},
    {"naver.com", "/rd", "u"},
    {"facebook.com", "/l.php", "u"},
    {"facebook.com", "/flx/warn", "u"},
    {"messenger.com", "/l.php", "u"},
    {"workplace.com", "/l.php", "u"},
    {"l.instagram.com", "/", "u"},
    {"l.threads.net", "/", "u"},
    {"l.threads.com", "/", "u"},
    {"t.umblr.com", "/redirect", "z"},
    {"out.reddit.com", "/", "url"},
    {"slack-redir.net", "/link", "url"},
    {"linkedin.com", "/redir", "url"},
    {"linkedin.com", "/safety/go", "url"},
    {"youtube.com", "/redirect", "q"},
    {"steamcommunity.com", "/linkfilter", "url"},
    {"steamcommunity.com", "/linkfilter", "u"},
    {"vk.com", "/away", "to"},
    {"mail.ru", "/redir", "u"},
    {"weibo.cn", "/sinaurl", "u"},
    {"weibo.com", "/sinaurl", "u"},
    {"link.zhihu.com", "/", "target"},
    {"link.csdn.net", "/", "target"},
    {"medium.com", "/r/", "url"},
    {"quora.com", "/_/redirect", "url"},
    {"getpocket.com", "/redirect", "url"},
    {"exit.sc", "/", "url"},
    {"gate.sc", "/", "url"},
    {"href.li", "/", ""},
    {"anonym.to", "/", ""},
    {"deviantart.com", "/users/outgoing", ""},
    {"safelinks.protection.outlook.com", "/", "url"},
    {"linkprotect.cudasvc.com", "/url", "a"},
    {"clicktime.symantec.com", "/", "u"},
    {"go.skimresources.com", "/", "url"},
    {"go.redirectingat.com", "/", "url"},
};

bool IsCountryOrCommercial(absl::string_view labels) {
  const std::vector<absl::string_view> parts = absl::StrSplit(labels, '.');
  return parts.size() <= 2 && std::all_of(parts.begin(), parts.end(), [](absl::string_view part) {
           return part.size() == 2 || part.size() == 3;
         });
}

// Whether `host` is `domain`, or below it.
bool IsWithin(absl::string_view host, absl::string_view domain) {
  if (!absl::ConsumeSuffix(&domain, "*")) {
    return absl::ConsumeSuffix(&host, domain) && (host.empty() || host.back() == '.');
  }
  const size_t at = absl::StartsWith(host, domain) ? 0 : host.find(absl::StrCat(".", domain));
  if (at == absl::string_view::npos) return false;
  return IsCountryOrCommercial(host.substr(at + domain.size() + (at == 0 ? 0 : 1)));
}

std::string PercentDecoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        absl::ascii_isxdigit(text[i + 1]) && absl::ascii_isxdigit(text[i + 2]);
    decoded += escape ? absl::HexStringToBytes(text.substr(i + 1, 2)) : std::string(1, text[i]);
    if (escape) i += 2;
  }
  return decoded;
}

// Some encode it twice; Bing in base 64, behind "a1".
absl::optional<std::string> TargetIn(absl::string_view value) {
  const std::string once = PercentDecoded(value);
  if (auto target = ResolveUrl("", once)) return target;
  if (auto target = ResolveUrl("", PercentDecoded(once))) return target;
  std::string text;
  const bool is_base64 =
      absl::ConsumePrefix(&value, "a1") && absl::WebSafeBase64Unescape(value, &text);
  return is_base64 ? ResolveUrl("", text) : absl::nullopt;
}

absl::string_view ParameterIn(absl::string_view query, absl::string_view name) {
  if (name.empty()) return query;
  for (absl::string_view parameter : absl::StrSplit(query, '&')) {
    absl::ConsumePrefix(&parameter, "amp;");
    if (absl::ConsumePrefix(&parameter, name) && absl::ConsumePrefix(&parameter, "=")) {
      return parameter;
    }
  }
  return "";
}

// "https://r.search.yahoo.com/…/RU=https%3a%2f%2f…/RK=2/…", "http://rd.yahoo.com/…/*http://…"
absl::optional<std::string> BehindYahoo(const UrlParts& parts) {
  const absl::string_view path = parts.path;
  const size_t star = path.find("/*http"), result = path.find("/RU=");
  if (star != absl::string_view::npos) return TargetIn(path.substr(star + 2));
  if (result == absl::string_view::npos) return absl::nullopt;
  const absl::string_view target = path.substr(result + 4);
  return TargetIn(target.substr(0, target.find('/')));
}

// Google News: "/rss/articles/CBMi…", of which the base 64 has the address among other bytes.
absl::optional<std::string> BehindGoogleNews(const UrlParts& parts) {
  std::string bytes;
  const absl::string_view path = parts.path;
  const size_t at = path.find("/articles/CBMi");
  if (at == absl::string_view::npos) return absl::nullopt;
  const absl::string_view code = path.substr(at + sizeof("/articles/") - 1);
  if (!absl::WebSafeBase64Unescape(code, &bytes)) return absl::nullopt;
  const absl::string_view rest =
      absl::string_view(bytes).substr(std::min(bytes.find("http"), bytes.size()));
  const auto is_foreign = [](unsigned char c) { return !IsUrlChar(c) && c != '%'; };
  const size_t size = std::find_if(rest.begin(), rest.end(), is_foreign) - rest.begin();
  return ResolveUrl("", rest.substr(0, size));
}

// The page behind an AMP cache's address, e.g. "https://www.google.com/amp/s/example.com/x".
absl::optional<std::string> BehindAmpCache(const UrlParts& parts) {
  const std::string host = HostOf(parts.authority);
  absl::string_view path = parts.path;
  const bool google = absl::StartsWith(host, "www.google.") && absl::ConsumePrefix(&path, "/amp/");
  const bool cdn = absl::EndsWith(host, ".cdn.ampproject.org") &&
                   (absl::ConsumePrefix(&path, "/c/") || absl::ConsumePrefix(&path, "/v/"));
  if (!google && !cdn) return absl::nullopt;
  const absl::string_view scheme = absl::ConsumePrefix(&path, "s/") ? "https://" : "http://";
  return ResolveUrl("", absl::StrCat(scheme, path, parts.has_query ? "?" : "", parts.query));
}

}  // namespace

absl::optional<std::string> RedirectTarget(absl::string_view url) {
  const absl::optional<UrlParts> parts = SplitWebUrl(url);
  if (!parts) return absl::nullopt;
  if (auto behind = BehindAmpCache(*parts)) return behind;
  const std::string host = HostOf(parts->authority);
  if (host == "news.google.com" && absl::StrContains(parts->path, "/articles/")) {
    return BehindGoogleNews(*parts);
  }
  if (IsWithin(host, "yahoo.com")) return BehindYahoo(*parts);
  for (const Redirector& redirector : kRedirectors) {
    if (!absl::StartsWithIgnoreCase(parts->path, redirector.path)) continue;
    if (!IsWithin(host, redirector.host)) continue;
    if (auto target = TargetIn(ParameterIn(parts->query, redirector.parameter))) return target;
  }
  return absl::nullopt;
}

}  // namespace akin
