#ifndef AKIN_COMMON_URL_URL_PARAMETERS_H_
#define AKIN_COMMON_URL_URL_PARAMETERS_H_

#include <string>

#include "absl/strings/string_view.h"

// Parameters ("name=value") that are not of the address. Plain functions, thread-safe.
namespace akin {

// Whether a parameter is known to tell only where a reader came from: "utm_source=rss".
bool IsTracker(absl::string_view parameter);

// Whether it may well say nothing of the page: a tracker, a channel ("ref=rss"), a session, an AMP
// mark, or nothing at all. Some pages have such parameters of their own.
bool IsIncidental(absl::string_view parameter);

// The parameters of a query that are not `left_out`, as they are written.
std::string WithoutParameters(absl::string_view query, bool (*left_out)(absl::string_view));

// Whether all parameters of a query are of that kind.
bool HasOnly(absl::string_view query, bool (*kind)(absl::string_view));

}  // namespace akin

#endif  // AKIN_COMMON_URL_URL_PARAMETERS_H_
