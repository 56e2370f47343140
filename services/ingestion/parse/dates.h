#ifndef AKIN_SERVICES_INGESTION_PARSE_DATES_H_
#define AKIN_SERVICES_INGESTION_PARSE_DATES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/date_order.h"

namespace akin {

// The instant that `text` names in one of the forms publishers use: RFC 822/1123, RFC 3339 and ISO
// 8601, asctime, numeric and written dates with names and digits of all languages that Akin tells
// apart, and their usual broken relatives. Without a zone it is UTC (Korean forms: Seoul), without
// a time midnight. `order` says how the document writes numeric dates. nullopt where the text does
// not name one instant: an unreadable date is unknown, and so is the zero of a program or database
// that had none ("0001-01-01", "Thu, 01 Jan 1970 08:00:00 +0800", "1899-12-30").
absl::optional<absl::Time> ParseDate(absl::string_view text, DateOrder order = DateOrder::kUnknown);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_DATES_H_
