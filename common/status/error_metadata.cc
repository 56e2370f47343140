#include "common/status/error_metadata.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace akin {
namespace {

constexpr absl::string_view kPrefix = "akin/metadata/";

}  // namespace

absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value) {
  if (!value.empty()) status.SetPayload(absl::StrCat(kPrefix, key), absl::Cord(value));
  return status;
}

std::map<std::string, std::string> ErrorMetadata(const absl::Status& status) {
  std::map<std::string, std::string> metadata;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& value) {
    if (absl::ConsumePrefix(&url, kPrefix)) metadata[std::string(url)] = std::string(value);
  });
  return metadata;
}

}  // namespace akin
