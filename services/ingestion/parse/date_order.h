#ifndef AKIN_SERVICES_INGESTION_PARSE_DATE_ORDER_H_
#define AKIN_SERVICES_INGESTION_PARSE_DATE_ORDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// What comes first in dates like 03/04/2026. Unknown: the day, but before slashes the month.
enum class DateOrder { kUnknown, kDayFirst, kMonthFirst };

// The order that the dates of one document show: by one that can only be read so ("29/04/2026"),
// else by the reading that brings them much closer together, else by the document's language
// ("" if unknown).
DateOrder FindDateOrder(const std::vector<std::string>& dates, absl::string_view language);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_DATE_ORDER_H_
