#include "common/rpc/status_conversion.h"

#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status/error_metadata.h"
#include "common/status/errors.h"
#include "common/status/quota_error.h"
#include "common/status/shown.h"
#include "google/rpc/error_details.pb.h"

namespace akin {
namespace {

constexpr char kDomain[] = "akin";

// Status and details travel in trailers, for which 8 KiB is a usual limit. There a character of the
// message costs up to 12 bytes, and twice 5 1/3 in the details.
constexpr size_t kMessageCharacters = 300;
constexpr size_t kFieldCharacters = 60;

void AddReason(const absl::Status& status, google::rpc::Status& out) {
  std::string reason = ErrorReason(status);
  if (reason.empty() && ErrorField(status).empty()) reason = absl::StatusCodeToString(status.code());
  if (reason.empty()) return;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  for (const auto& [key, value] : ErrorMetadata(status))
    (*info.mutable_metadata())[key] = Shown(value, kFieldCharacters);
  out.add_details()->PackFrom(info);
}

void AddField(const absl::Status& status, google::rpc::Status& out) {
  const std::string field = ErrorField(status);
  if (field.empty()) return;
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(Shown(field, kFieldCharacters));
  // The message is "<field>: <wish>", unless somebody has put the place in front of it.
  absl::string_view wish = out.message();
  if (absl::ConsumePrefix(&wish, field)) absl::ConsumePrefix(&wish, ": ");
  violation->set_description(std::string(wish));
  out.add_details()->PackFrom(bad);
}

void AddRetry(const absl::Status& status, google::rpc::Status& out) {
  const auto delay = RetryAfter(status);
  if (!delay) return;
  google::rpc::RetryInfo retry;
  const int64_t nanos = absl::ToInt64Nanoseconds(*delay);
  retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(nanos % 1'000'000'000);
  out.add_details()->PackFrom(retry);
}

void AddQuota(const absl::Status& status, google::rpc::Status& out) {
  const std::string quota = ViolatedQuota(status);
  if (quota.empty()) return;
  google::rpc::QuotaFailure failure;
  auto* violation = failure.add_violations();
  violation->set_subject(Shown(quota, kFieldCharacters));
  violation->set_description(out.message());
  out.add_details()->PackFrom(failure);
}

absl::Status WithDetail(absl::Status status, const google::protobuf::Any& detail) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  google::rpc::RetryInfo retry;
  google::rpc::QuotaFailure quota;
  if (detail.UnpackTo(&info)) {
    status = WithReason(std::move(status), info.reason());
    for (const auto& [key, value] : info.metadata())
      status = WithMetadata(std::move(status), key, value);
    return status;
  }
  if (detail.UnpackTo(&bad) && bad.field_violations_size() > 0) {
    return WithField(std::move(status), bad.field_violations(0).field());
  }
  if (detail.UnpackTo(&retry)) {
    return WithRetryAfter(std::move(status), absl::Seconds(retry.retry_delay().seconds()) +
                                                 absl::Nanoseconds(retry.retry_delay().nanos()));
  }
  if (detail.UnpackTo(&quota) && quota.violations_size() > 0)
    return WithQuotaViolation(std::move(status), quota.violations(0).subject());
  return status;
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(Shown(status.message(), kMessageCharacters));
  AddReason(status, out);
  AddField(status, out);
  AddRetry(status, out);
  AddQuota(status, out);
  return out;
}

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  absl::Status out(static_cast<absl::StatusCode>(status.code()), status.message());
  for (const auto& detail : status.details()) out = WithDetail(std::move(out), detail);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()), details.message(),
                      details.details().empty() ? "" : details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details()) && details.code() != 0) {
    return FromRpcStatus(details);
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
}

}  // namespace akin
