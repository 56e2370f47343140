#include "services/ingestion/parse/page/feed_links.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "common/url/url.h"
#include "services/ingestion/parse/html_tree.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {
namespace {

constexpr size_t kMaxLinks = 5;
constexpr absl::string_view kFeedTypes[] = {"application/rss+xml", "application/atom+xml",
                                            "application/rdf+xml", "application/feed+json"};

bool IsFeedType(absl::string_view type) {
  const absl::string_view essence = absl::StripAsciiWhitespace(type.substr(0, type.find(';')));
  return std::any_of(std::begin(kFeedTypes), std::end(kFeedTypes),
                     [&](absl::string_view feed) { return absl::EqualsIgnoreCase(essence, feed); });
}

bool IsAlternate(absl::string_view rel) {
  for (absl::string_view word : absl::StrSplit(rel, absl::ByAnyChar(" \t\n\r\f"))) {
    if (absl::EqualsIgnoreCase(word, "alternate")) return true;
  }
  return false;
}

// What relative links are relative to.
std::string BaseOf(const PageTree& tree, absl::string_view url) {
  const int base = tree.Find(0, GUMBO_TAG_BASE);
  const absl::string_view href = base < 0 ? "" : tree.Attribute(base, "href");
  return ResolveUrl(url, href).value_or(std::string(url));
}

}  // namespace

std::vector<std::string> FeedLinks(absl::string_view page, absl::string_view url) {
  const HtmlTree html = HtmlTree::ParsePage(page);
  const PageTree tree(html);
  const std::string base = BaseOf(tree, url);
  std::vector<std::string> links;
  for (int i = 0; i < tree.size() && links.size() < kMaxLinks; ++i) {
    if (tree[i].tag != GUMBO_TAG_LINK || !IsAlternate(tree.Attribute(i, "rel")) ||
        !IsFeedType(tree.Attribute(i, "type"))) {
      continue;
    }
    const auto link = ResolveUrl(base, tree.Attribute(i, "href"));
    if (link && std::find(links.begin(), links.end(), *link) == links.end()) links.push_back(*link);
  }
  return links;
}

}  // namespace akin
