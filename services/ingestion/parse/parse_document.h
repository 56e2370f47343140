#ifndef AKIN_SERVICES_INGESTION_PARSE_PARSE_DOCUMENT_H_
#define AKIN_SERVICES_INGESTION_PARSE_PARSE_DOCUMENT_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// What is told about a document besides its bytes. Hints, never trusted over the bytes.
struct DocumentHints {
  std::string url;         // its own address: the base of relative links
  std::string media_type;  // as HTTP declares it; its charset counts as a hint too
  std::string location;    // HTTP's Content-Location, which relative links are relative to
  std::string language;    // HTTP's Content-Language: of texts that do not tell theirs
  size_t max_unpacked_bytes = 16 << 20;  // of a document that comes packed by gzip
};

// Reads a document in whichever format its bytes are, packed by gzip or not: RSS, RDF, Atom, JSON
// Feed, a sitemap, NewsML-G2, NITF, ninjs, an HTML page or story text. Takes time and memory linear
// in the size, fetches and expands nothing. INVALID_ARGUMENT naming the field if nothing can be
// read from it. Thread-safe.
absl::StatusOr<ParsedDocument> ParseDocument(absl::string_view bytes, const DocumentHints& hints);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PARSE_DOCUMENT_H_
