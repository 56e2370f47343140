#ifndef AKIN_COMMON_STATUS_QUOTA_ERROR_H_
#define AKIN_COMMON_STATUS_QUOTA_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin {

// `status` with a google.rpc.QuotaFailure violation of `quota`.
absl::Status WithQuotaViolation(absl::Status status, absl::string_view quota);

// The quota, empty where the status carries none.
std::string ViolatedQuota(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_STATUS_QUOTA_ERROR_H_
