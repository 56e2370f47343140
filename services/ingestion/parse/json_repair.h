#ifndef AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_
#define AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// `text` (UTF-8), which begins with an object or array, as the JSON that was meant:
// - a document that was cut off is closed behind its last whole member or element;
// - commas too many, comments, and what stands behind the document are left out;
// - control characters in strings are escaped, unknown escapes lose their back slash, halves of
//   surrogate pairs become U+FFFD.
// What is broken in other ways stays so. Takes time and memory linear in the text.
// INVALID_ARGUMENT naming `content` if it nests deeper, or has more values, than documents do: the
// tree of the result is bounded.
absl::StatusOr<std::string> RepairJson(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_
