#include "services/ingestion/parse/page/read_page.h"

#include <string>

#include "common/status/status_macros.h"
#include "common/url/url.h"
#include "services/ingestion/parse/html_tree.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/main_content.h"
#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {
namespace {

// Whether the address is the site's, not an article's.
bool IsRoot(absl::string_view url) {
  const std::string host = UrlHost(url);
  const size_t end = url.find(host) + host.size();
  return end >= url.size() || url.substr(end).find_first_not_of('/') == absl::string_view::npos;
}

// Some templates name the site itself as every page's canonical address.
std::string CanonicalLink(absl::string_view url, absl::string_view stated) {
  const auto link = ResolveUrl(url, stated);
  if (!link || (IsRoot(*link) && !IsRoot(url) && !url.empty())) return std::string(url);
  return *link;
}

ParsedItem ItemOf(const PageMetadata& metadata, absl::string_view url) {
  ParsedItem item;
  item.link = CanonicalLink(url, metadata.link);
  item.title = metadata.title;
  item.summary = metadata.summary;
  item.published = metadata.published;
  item.updated = metadata.updated;
  item.authors = metadata.authors;
  item.categories = metadata.categories;
  item.keywords = metadata.keywords;
  item.language = metadata.language;
  item.image = ResolveUrl(url, metadata.image).value_or("");
  return item;
}

}  // namespace

absl::StatusOr<ParsedDocument> ReadPage(absl::string_view html, absl::string_view url) {
  const HtmlTree tree = HtmlTree::ParsePage(html);
  const PageTree page(tree);
  const std::vector<bool> invisible = MarkInvisible(page);
  const std::vector<TextBlock> blocks = FindTextBlocks(page, invisible);
  const PageMetadata metadata = ReadPageMetadata(page, blocks, url);
  ParsedDocument document;
  document.feed.title = metadata.site;
  ParsedItem& item = document.items.emplace_back(ItemOf(metadata, url));
  ASSIGN_OR_RETURN(item.content, ExtractMainContent(page, invisible, blocks, metadata));
  return document;
}

}  // namespace akin
