#ifndef AKIN_COMMON_FILE_CONFIG_FILE_H_
#define AKIN_COMMON_FILE_CONFIG_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

// Files that an operator writes and may change while we run: certificates, tokens, policies.
// Thread-safe.
namespace akin {

// All bytes of a file of at most 16 MiB. INVALID_ARGUMENT "PATH: why" if it cannot be read.
absl::StatusOr<std::string> ReadConfigFile(const std::string& path);

// Another value when one of the files was written, replaced or removed, also by another target of a
// link in its path.
std::string FileStamps(const std::vector<std::string>& paths);

}  // namespace akin

#endif  // AKIN_COMMON_FILE_CONFIG_FILE_H_
