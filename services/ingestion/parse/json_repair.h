#ifndef AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_
#define AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// The first object or array in `text` (UTF-8) as the JSON that was meant:
// - what was cut off is closed behind its last whole member or element, an end that closes nothing
//   is left out, and so are commas too many, comments, and the text around the value;
// - control characters and quotation marks in strings are escaped, unknown escapes lose their back
//   slash, halves of surrogate pairs become U+FFFD.
// What is broken in other ways stays so. Takes time and memory linear in the text.
// INVALID_ARGUMENT naming `content` if it nests deeper, or has more values, than documents do: the
// tree of the result is bounded.
absl::StatusOr<std::string> RepairJson(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_JSON_REPAIR_H_
