#ifndef AKIN_COMMON_FILE_SYNCED_FILE_H_
#define AKIN_COMMON_FILE_SYNCED_FILE_H_

#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Files that are there after a loss of power, too. UNAVAILABLE "PATH: why" where the disk cannot be
// used.
namespace akin {

// Has what was written to a file on the disk when it returns.
absl::Status SyncFile(const std::filesystem::path& path);

absl::Status WriteFileSynced(const std::filesystem::path& path, absl::string_view bytes);

// What is at `from` appears at `to`, at once and whole.
absl::Status MoveSynced(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace akin

#endif  // AKIN_COMMON_FILE_SYNCED_FILE_H_
