#ifndef AKIN_SERVICES_INGESTION_PARSE_RSS_H_
#define AKIN_SERVICES_INGESTION_PARSE_RSS_H_

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

namespace akin {

// RSS 0.9x and 2.0, and RDF (RSS 0.90 and 1.0), with the modules that carry article data. Sets
// everything but the format.
ParsedDocument ReadRss(const XmlDocument& xml, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_RSS_H_
