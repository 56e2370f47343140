#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_META_TAGS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_META_TAGS_H_

#include "services/ingestion/parse/page/page_metadata.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

// What the <meta> and <link> elements say: OpenGraph, Twitter's cards, Dublin Core, and the names
// that Parse.ly, Sailthru, Chartbeat, Cxense, Google Scholar and others want. Thread-safe.
PageMetadata ReadMetaTags(const PageTree& page);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_META_TAGS_H_
