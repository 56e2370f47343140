#ifndef AKIN_SERVICES_INGESTION_PARSE_ATOM_H_
#define AKIN_SERVICES_INGESTION_PARSE_ATOM_H_

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

namespace akin {

// Atom 1.0 and 0.3, a feed or a single entry. Sets everything but the format.
ParsedDocument ReadAtom(const XmlDocument& xml, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_ATOM_H_
