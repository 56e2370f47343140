#ifndef AKIN_COMMON_FILE_DISK_ROOM_H_
#define AKIN_COMMON_FILE_DISK_ROOM_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin {

// UNAVAILABLE with RetryInfo, "<whose>: the disk is full", unless the disk that `folder` is on has
// so many bytes free. For those whose database does not survive to meet the end of a disk.
absl::Status CheckDiskRoom(absl::string_view whose, const std::string& folder, size_t bytes);

}  // namespace akin

#endif  // AKIN_COMMON_FILE_DISK_ROOM_H_
