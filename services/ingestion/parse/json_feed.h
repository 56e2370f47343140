#ifndef AKIN_SERVICES_INGESTION_PARSE_JSON_FEED_H_
#define AKIN_SERVICES_INGESTION_PARSE_JSON_FEED_H_

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/json.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// Whether a document is a JSON Feed, even where it does not say so.
bool IsJsonFeed(const Json& root);

// JSON Feed 1.0 and 1.1. What is not an object among its items becomes an item with an error.
ParsedDocument ReadJsonFeed(const Json& root, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_JSON_FEED_H_
