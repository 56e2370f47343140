#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// The text of the article on a page: paragraphs separated by one blank line. `visible` is the
// page's text without what `invisible` marks; the headline and summary that `about` has are not
// repeated in the answer, and its body is taken where the page shows much less. INVALID_ARGUMENT
// for a page without running text, one that only lists articles, or one that blocks readers.
// Thread-safe.
absl::StatusOr<std::string> ExtractMainContent(const PageTree& page,
                                               const std::vector<bool>& invisible,
                                               const std::vector<TextBlock>& visible,
                                               const PageMetadata& about);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_MAIN_CONTENT_H_
