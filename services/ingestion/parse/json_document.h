#ifndef AKIN_SERVICES_INGESTION_PARSE_JSON_DOCUMENT_H_
#define AKIN_SERVICES_INGESTION_PARSE_JSON_DOCUMENT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// A JSON Feed or ninjs, whichever `text` (UTF-8) is. Sets the format. INVALID_ARGUMENT naming
// `content` if it is neither, cannot be read, or is larger or deeper than documents are.
absl::StatusOr<ParsedDocument> ReadJson(absl::string_view text, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_JSON_DOCUMENT_H_
