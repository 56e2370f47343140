#include "services/ingestion/parse/page/read_page.h"

#include <string>

#include "common/status/errors.h"
#include "services/ingestion/parse/html_tree.h"
#include "services/ingestion/parse/page/main_content.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

absl::StatusOr<ParsedDocument> ReadPage(absl::string_view html, absl::string_view url) {
  const HtmlTree tree = HtmlTree::ParsePage(html);
  const PageTree page(tree);
  ParsedDocument document;
  ParsedItem& item = document.items.emplace_back();
  item.link = std::string(url);
  item.content = ExtractMainContent(page, item.title);
  if (item.content.empty()) {
    return InvalidField("content", "an HTML page without an article's text");
  }
  return document;
}

}  // namespace akin
