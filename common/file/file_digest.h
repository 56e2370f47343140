#ifndef AKIN_COMMON_FILE_FILE_DIGEST_H_
#define AKIN_COMMON_FILE_FILE_DIGEST_H_

#include <string>

#include "absl/status/statusor.h"

namespace akin {

// SHA-256 of a file's bytes in hexadecimal digits, of a file of any size. UNAVAILABLE "PATH: why"
// if it cannot be read.
absl::StatusOr<std::string> FileSha256(const std::string& path);

}  // namespace akin

#endif  // AKIN_COMMON_FILE_FILE_DIGEST_H_
