#ifndef AKIN_SERVICES_INGESTION_PARSE_XML_REPAIR_H_
#define AKIN_SERVICES_INGESTION_PARSE_XML_REPAIR_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// `text` (UTF-8) as well-formed XML in one spelling, so that readers of feeds need not know how
// feeds break:
// - comments, processing instructions and the document type are left out: nothing is fetched, and
//   of the entities it declares only those that are short plain text are known;
// - HTML's entities are decoded, bare ampersands and '<' escaped, control characters left out;
// - tags that nothing closes are closed, end tags that close nothing left out, nesting and the
//   number of elements bounded;
// - names are in lower case; known namespaces have their usual prefix whatever the document calls
//   them ("dc:creator"), the root's own and RSS's have none, others keep the document's prefix.
// Takes time and memory linear in the text. Never fails: from what is not XML comes little.
std::string RepairXml(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_XML_REPAIR_H_
