#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_READ_PAGE_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_READ_PAGE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// The article on an HTML page, as the document's one item; `feed` tells of the site. `html` is
// UTF-8. INVALID_ARGUMENT that says so where the page has no article's text: a front page, a page
// that is empty without scripts. Takes time linear in the size. Thread-safe.
absl::StatusOr<ParsedDocument> ReadPage(absl::string_view html, absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_READ_PAGE_H_
