#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_AUTHORS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_AUTHORS_H_

#include <string>
#include <vector>

#include "services/ingestion/parse/page/page_markup.h"

namespace akin {

// The people whom the visible page names as authors: by microdata, rel=author, the names of
// elements, or a by-line near the headline, the first of these that names anybody. Thread-safe.
std::vector<std::string> FindAuthors(const PageMarkup& markup);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_AUTHORS_H_
