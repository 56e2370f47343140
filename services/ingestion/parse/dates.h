#ifndef AKIN_SERVICES_INGESTION_PARSE_DATES_H_
#define AKIN_SERVICES_INGESTION_PARSE_DATES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// The instant that `text` names in one of the forms publishers use: RFC 822/1123, RFC 3339 and ISO
// 8601, asctime, numeric and written dates with the month names of some twenty languages, and
// their usual broken relatives. Without a zone it is UTC (Korean forms: Seoul), without a time
// midnight. nullopt where the text does not name one instant: an unreadable date is unknown.
absl::optional<absl::Time> ParseDate(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_DATES_H_
