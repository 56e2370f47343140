#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_

#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

struct LinkedMetadata {
  PageMetadata article;  // of schema.org's NewsArticle and its kin
  PageMetadata page;     // of the page, or what else it is about: a recipe, a review
};

// What the page's JSON-LD says. `url` is the page's, to tell its article from others listed on it.
// Thread-safe.
LinkedMetadata ReadJsonLd(const PageTree& page, absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_LD_H_
