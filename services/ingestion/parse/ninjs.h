#ifndef AKIN_SERVICES_INGESTION_PARSE_NINJS_H_
#define AKIN_SERVICES_INGESTION_PARSE_NINJS_H_

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/json.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// Whether a document is one ninjs item, or an array of them.
bool IsNinjs(const Json& root);

// IPTC's News in JSON, versions 1 to 3: they differ in the spelling of keys and in what is a list.
// An item that its agency has cancelled or withheld has an error.
ParsedDocument ReadNinjs(const Json& root, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_NINJS_H_
