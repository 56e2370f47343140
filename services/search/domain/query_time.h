#ifndef AKIN_SERVICES_SEARCH_DOMAIN_QUERY_TIME_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_QUERY_TIME_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// When a query is asked, and where its days begin.
struct QueryTime {
  absl::Time now = absl::UnixEpoch();
  absl::TimeZone zone = absl::UTCTimeZone();
};

// From `from` on, before `to`.
struct TimeSpan {
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
};

// Whether `name`:`value` is meant as a span of time ("after:2026", "last:7d"), not as words.
bool IsTimeTerm(absl::string_view name, absl::string_view value);

// The span of a time term; nullopt if there is no such time.
absl::optional<TimeSpan> ReadTimeTerm(absl::string_view name, absl::string_view value,
                                      const QueryTime& time);

// The time zone of that name of IANA's ("Europe/Berlin"); "" is UTC. Nullopt for none.
absl::optional<absl::TimeZone> TimeZoneNamed(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_QUERY_TIME_H_
