#ifndef AKIN_COMMON_STATUS_ERRORS_H_
#define AKIN_COMMON_STATUS_ERRORS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// Errors with machine-readable details. The details ride as payloads on absl::Status and become
// google.rpc.ErrorInfo, BadRequest and RetryInfo when common/rpc turns the status into a gRPC one.
namespace akin {

// INVALID_ARGUMENT "<field>: <wish>", with the field as a google.rpc.BadRequest violation.
absl::Status InvalidField(absl::string_view field, absl::string_view wish);

// `code` with `message` and a google.rpc.ErrorInfo reason, UPPER_SNAKE_CASE, domain "akin".
absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view reason,
                             absl::string_view message);

// `status` with a google.rpc.ErrorInfo reason, or a BadRequest violation of `field`.
absl::Status WithReason(absl::Status status, absl::string_view reason);
absl::Status WithField(absl::Status status, absl::string_view field);

// `status` with a google.rpc.RetryInfo delay.
absl::Status WithRetryAfter(absl::Status status, absl::Duration delay);

// The details, empty where the status carries none.
std::string ErrorReason(const absl::Status& status);
std::string ErrorField(const absl::Status& status);
absl::optional<absl::Duration> RetryAfter(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_STATUS_ERRORS_H_
