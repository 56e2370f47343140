#ifndef AKIN_SERVICES_INGESTION_PARSE_CDF_H_
#define AKIN_SERVICES_INGESTION_PARSE_CDF_H_

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

namespace akin {

// Whether a document whose root is a channel is Microsoft's Channel Definition Format, not RSS that
// lost its root: it has its addresses and dates in attributes.
bool IsCdf(const XmlDocument& xml);

// The items of a channel and of the channels in it. Sets the format.
ParsedDocument ReadCdf(const XmlDocument& xml, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_CDF_H_
