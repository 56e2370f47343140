#include "services/storage/rocks/rocks_status.h"

#include "absl/time/time.h"
#include "common/log/log.h"
#include "common/status/errors.h"

namespace akin::rocks {

absl::Status FromRocks(const rocksdb::Status& status, absl::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  Log(Severity::kError, "storage engine failed", {{"doing", doing}, {"error", status.ToString()}});
  if (status.IsCorruption()) return absl::DataLossError("storage: stored data is damaged");
  if (status.IsNoSpace()) {
    return WithRetryAfter(absl::UnavailableError("storage: the disk is full"), absl::Seconds(5));
  }
  return WithRetryAfter(absl::UnavailableError("storage: the disk cannot be used"),
                        absl::Seconds(5));
}

absl::Status ParseStored(const rocksdb::Slice& bytes, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  Log(Severity::kError, "stored data does not parse", {{"type", message.GetTypeName()}});
  return absl::DataLossError("storage: stored data is damaged");
}

}  // namespace akin::rocks
