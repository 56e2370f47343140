#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_FOUND_DATES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_FOUND_DATES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// The first date in running text ("Updated on 3 May 2021 by …"); its year has to be there in full.
// Looks only at the start of a long text. Thread-safe.
absl::optional<absl::Time> FindDate(absl::string_view text);

// The day in an address: ".../2021/05/03/...", "...-2021-05-03-...".
absl::optional<absl::Time> DateInUrl(absl::string_view url);

// The day of publication in a script's data, {"datePublished": "2021-05-03"}.
absl::optional<absl::Time> DateInScript(absl::string_view script);

// Whether an article can have been published then.
bool IsPlausibleDate(absl::Time time);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_FOUND_DATES_H_
