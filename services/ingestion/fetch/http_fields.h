#ifndef AKIN_SERVICES_INGESTION_FETCH_HTTP_FIELDS_H_
#define AKIN_SERVICES_INGESTION_FETCH_HTTP_FIELDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// What fields of an HTTP answer mean (RFC 9110, 9111). Plain functions, thread-safe.
namespace akin {

// Any of HTTP's three forms of a date, and what servers make of them. nullopt for "0", "-1" …
absl::optional<absl::Time> ParseHttpDate(absl::string_view text);

// `text`, a date on the clock of a server whose `date` field was received at `now`, on our clock.
// Without a readable `date` the clocks are taken to agree.
absl::optional<absl::Time> ParseServerTime(absl::string_view text, absl::string_view date,
                                           absl::Time now);

// Retry-After: seconds or a date, at most a year from `now`.
absl::optional<absl::Time> ParseRetryAfter(absl::string_view text, absl::string_view date,
                                           absl::Time now);

// max-age of a Cache-Control field, less Age.
absl::optional<absl::Duration> ParseMaxAge(absl::string_view cache_control, absl::string_view age);

// Whether `value` can stand in a header of ours: it is not blank and has no control characters.
bool IsHeaderValue(absl::string_view value);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_HTTP_FIELDS_H_
