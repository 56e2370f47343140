#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_

#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

// What the page's JSON-LD says about its article (schema.org's NewsArticle and its kin), else about
// the page. `url` is the page's, to tell its article from others listed on it. Thread-safe.
PageMetadata ReadJsonLd(const PageTree& page, absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_
