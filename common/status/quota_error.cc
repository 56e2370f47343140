#include "common/status/quota_error.h"

#include "absl/strings/cord.h"

namespace akin {
namespace {

constexpr absl::string_view kQuota = "akin/quota";

}  // namespace

absl::Status WithQuotaViolation(absl::Status status, absl::string_view quota) {
  status.SetPayload(kQuota, absl::Cord(quota));
  return status;
}

std::string ViolatedQuota(const absl::Status& status) {
  const auto payload = status.GetPayload(kQuota);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace akin
