#ifndef AKIN_COMMON_ACCESS_SOURCE_GRANT_H_
#define AKIN_COMMON_ACCESS_SOURCE_GRANT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/access/caller.h"

namespace akin {

// Whether there are articles that the caller may not change. Null: it may change all.
bool HasLimitedSources(const Caller* caller);

// OK if the caller may change articles of `source` ("sources/{id}"), else PERMISSION_DENIED (reason
// SOURCE_NOT_GRANTED).
absl::Status CheckSourceGrant(const Caller* caller, absl::string_view source);

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_SOURCE_GRANT_H_
