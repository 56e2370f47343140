#include "common/status/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

constexpr absl::string_view kField = "akin/field";
constexpr absl::string_view kReason = "akin/reason";
constexpr absl::string_view kRetryAfter = "akin/retry_after";

std::string PayloadOrEmpty(const absl::Status& status, absl::string_view key) {
  auto payload = status.GetPayload(key);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status InvalidField(absl::string_view field, absl::string_view wish) {
  return WithField(absl::InvalidArgumentError(absl::StrCat(field, ": ", wish)), field);
}

absl::Status ErrorWithReason(absl::StatusCode code, absl::string_view reason,
                             absl::string_view message) {
  return WithReason(absl::Status(code, message), reason);
}

absl::Status WithReason(absl::Status status, absl::string_view reason) {
  status.SetPayload(kReason, absl::Cord(reason));
  return status;
}

absl::Status WithField(absl::Status status, absl::string_view field) {
  status.SetPayload(kField, absl::Cord(field));
  return status;
}

absl::Status WithRetryAfter(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryAfter, absl::Cord(absl::FormatDuration(delay)));
  return status;
}

std::string ErrorReason(const absl::Status& status) { return PayloadOrEmpty(status, kReason); }

std::string ErrorField(const absl::Status& status) { return PayloadOrEmpty(status, kField); }

absl::optional<absl::Duration> RetryAfter(const absl::Status& status) {
  absl::Duration delay;
  const std::string text = PayloadOrEmpty(status, kRetryAfter);
  if (text.empty() || !absl::ParseDuration(text, &delay)) return absl::nullopt;
  return delay;
}

}  // namespace akin
