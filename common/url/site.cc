#include "common/url/site.h"

#include <arpa/inet.h>
#include <libpsl.h>

#include <string>

#include "absl/strings/match.h"

namespace akin {
namespace {

bool IsAddress(const std::string& host) {
  in_addr v4 = {};
  return absl::StrContains(host, ':') || inet_pton(AF_INET, host.c_str(), &v4) == 1;
}

// "" if the host is no name below a public suffix.
absl::string_view SiteOf(const std::string& host) {
  if (IsAddress(host)) return "";
  const char* site = psl_registrable_domain(psl_builtin(), host.c_str());
  return site == nullptr ? "" : site;
}

}  // namespace

bool AreOneSite(absl::string_view host, absl::string_view other) {
  if (host == other) return true;
  const std::string a(host), b(other);
  const absl::string_view site = SiteOf(a);
  return !site.empty() && site == SiteOf(b);
}

}  // namespace akin
