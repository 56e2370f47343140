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

ParsedItem ItemOf(const PageMetadata& metadata, absl::string_view url) {
  ParsedItem item;
  item.link = ResolveUrl(url, metadata.link).value_or(std::string(url));
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
