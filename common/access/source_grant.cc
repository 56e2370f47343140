#include "common/access/source_grant.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/access/policy.h"
#include "common/status/errors.h"
#include "common/status/shown.h"

namespace akin {

bool HasLimitedSources(const Caller* caller) {
  return caller != nullptr && caller->sources != nullptr && caller->sources->AreLimited();
}

absl::Status CheckSourceGrant(const Caller* caller, absl::string_view source) {
  if (!HasLimitedSources(caller)) return absl::OkStatus();
  if (caller->sources->Allows(absl::StripPrefix(source, "sources/"))) return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied, "SOURCE_NOT_GRANTED",
      absl::StrCat(caller->name(), " may not change articles of ", Shown(source)));
}

}  // namespace akin
