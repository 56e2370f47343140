#include "common/rpc/end_of_stream.h"

#include "common/status/errors.h"

namespace akin {
namespace {

constexpr absl::string_view kReason = "END_OF_STREAM";

}  // namespace

absl::Status EndOfStream() {
  return ErrorWithReason(absl::StatusCode::kOutOfRange, kReason, "all is sent");
}

bool IsEndOfStream(const absl::Status& status) {
  return absl::IsOutOfRange(status) && ErrorReason(status) == kReason;
}

}  // namespace akin
