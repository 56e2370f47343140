#ifndef AKIN_SERVICES_INGESTION_PARSE_NEWSML_H_
#define AKIN_SERVICES_INGESTION_PARSE_NEWSML_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"
#include "services/ingestion/parse/xml.h"

namespace akin {

// IPTC's NewsML-G2: a newsItem, or all of those in a newsMessage; a packageItem only where it comes
// without the items it packs. Sets everything but the format. An item that its agency has
// cancelled or withheld has an error. INVALID_ARGUMENT naming `content` for what carries no news:
// concept, planning, knowledge and catalogue items, and NewsML 1.
absl::StatusOr<ParsedDocument> ReadNewsMl(const XmlDocument& xml, absl::string_view document_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_NEWSML_H_
