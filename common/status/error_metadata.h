#ifndef AKIN_COMMON_STATUS_ERROR_METADATA_H_
#define AKIN_COMMON_STATUS_ERROR_METADATA_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Further facts about an error that has a reason: the metadata of its google.rpc.ErrorInfo.
namespace akin {

// `status` with a fact; an empty value is none.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value);

// All of them.
std::map<std::string, std::string> ErrorMetadata(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_COMMON_STATUS_ERROR_METADATA_H_
