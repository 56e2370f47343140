#ifndef AKIN_SERVICES_INGESTION_DOCUMENT_INTAKE_H_
#define AKIN_SERVICES_INGESTION_DOCUMENT_INTAKE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/domain/intake.h"
#include "services/ingestion/ingest_batch.h"
#include "services/ingestion/parse/parse_document.h"

// The one way from a document's bytes to articles, whoever brings them: a call or a poll of a feed.
namespace akin {

// What can be read from the bytes, with ids that tell its items apart. INVALID_ARGUMENT naming the
// field if that is nothing.
absl::StatusOr<ParsedDocument> ReadDocument(absl::string_view content, const DocumentHints& hints);

// The articles in it, to be put: of several versions of one, only the newest by what they say, else
// the first. Those that cannot be taken have their error. `unchanged` says of
// which items (all, or none) it is known that storage has them.
IngestBatch AdmitItems(const ParsedDocument& document, const ItemOrigin& origin,
                       const IntakeLimits& limits, const std::vector<bool>& unchanged = {});

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_DOCUMENT_INTAKE_H_
