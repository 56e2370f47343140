#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_DATES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_DATES_H_

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/parse/page/page_markup.h"

namespace akin {

struct MarkupDates {
  absl::optional<absl::Time> published;
  absl::optional<absl::Time> updated;
};

// When the visible page says it was published and updated: by microdata, <time> elements, the day
// in its address `url`, what its scripts say, the names of elements, or a date near the headline.
// Thread-safe.
MarkupDates FindDates(const PageMarkup& markup, absl::string_view url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_MARKUP_DATES_H_
