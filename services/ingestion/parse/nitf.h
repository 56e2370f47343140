#ifndef AKIN_SERVICES_INGESTION_PARSE_NITF_H_
#define AKIN_SERVICES_INGESTION_PARSE_NITF_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

// IPTC's News Industry Text Format, versions 2 to 3.6. Plain functions, thread-safe.
namespace akin {

// Every nitf element of a document as an item. Sets everything but the format.
ParsedDocument ReadNitf(const XmlDocument& xml, absl::string_view document_url);

// The article's text in an nitf element as HTML, without media and their captions. Renames elements
// of the tree on the way.
std::string NitfHtml(pugi::xml_node nitf);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_NITF_H_
