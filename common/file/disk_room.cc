#include "common/file/disk_room.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {

absl::Status CheckDiskRoom(absl::string_view whose, const std::string& folder, size_t bytes) {
  std::error_code error;
  const auto space = std::filesystem::space(folder, error);
  if (error || space.available >= bytes) return absl::OkStatus();
  return WithRetryAfter(absl::UnavailableError(absl::StrCat(whose, ": the disk is full")),
                        absl::Seconds(5));
}

}  // namespace akin
