#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_HINTS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_HINTS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// What the visible page says: microdata, rel=author, by-lines, <time> elements, dates near the
// headline, the language of <html>, the day in `url`. Authors are as written. Thread-safe.
PageMetadata ReadMarkup(const PageTree& page, const std::vector<TextBlock>& blocks,
                        absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_HINTS_H_
