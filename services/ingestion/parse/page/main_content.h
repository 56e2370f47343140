#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

// The text of the article on a page: paragraphs separated by one blank line. `title` is not
// repeated in it. "" if the page has no running text. Thread-safe.
std::string ExtractMainContent(const PageTree& page, absl::string_view title);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_
