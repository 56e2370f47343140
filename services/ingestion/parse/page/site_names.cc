#include "services/ingestion/parse/page/site_names.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/text/unicode.h"
#include "common/url/url.h"

namespace akin {
namespace {

// A host's own name: "dailywire" of "www.dailywire.co.uk".
std::string HostName(absl::string_view url) {
  const std::string host = UrlHost(url);
  const std::vector<std::string> labels = absl::StrSplit(absl::StripPrefix(host, "www."), '.');
  const auto longest = std::max_element(labels.begin(), labels.end(),
                                        [](auto& a, auto& b) { return a.size() < b.size(); });
  return longest == labels.end() ? "" : Essence(*longest);
}

}  // namespace

std::string Essence(absl::string_view text) {
  std::string essence;
  for (const char c : FoldForMatching(text)) {
    if (absl::ascii_isalnum(c) || (c & 0x80) != 0) essence.push_back(c);
  }
  return essence;
}

SiteNames::SiteNames(absl::string_view site, absl::string_view url)
    : site_(Essence(site)), host_(HostName(url)) {}

bool SiteNames::IsName(absl::string_view text) const {
  const std::string essence = Essence(text);
  if (essence.empty()) return true;
  if (essence == site_ || essence == host_) return true;
  const auto alike = [&](const std::string& name) {
    return name.size() >= 4 && essence.size() >= 4 && essence.size() <= name.size() + 16 &&
           (absl::StrContains(essence, name) || absl::StrContains(name, essence));
  };
  return alike(site_) || alike(host_);
}

}  // namespace akin
