#ifndef AKIN_COMMON_FILE_FOLDER_SEAL_H_
#define AKIN_COMMON_FILE_FOLDER_SEAL_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// A file `akin-seal` in the folder of a database that nobody has open: what is in the other files,
// for bytes that the database itself would not miss. Not of the folders in it.
namespace akin {

enum class Sealed { kNot, kSize, kBytes };
// How the file of a name is sealed.
using SealRule = std::function<Sealed(absl::string_view name)>;

// Seals what is in `folder`. UNAVAILABLE if the disk cannot be used; there is no seal then.
absl::Status SealFolder(const std::string& folder, const SealRule& rule);

// DATA_LOSS, naming the file, if one is not as it was sealed. Else takes the seal away, since what
// it is of is about to be changed; UNAVAILABLE if that fails. OK where there is none, because
// whoever had the database open was killed.
absl::Status BreakSeal(const std::string& folder, const SealRule& rule);

}  // namespace akin

#endif  // AKIN_COMMON_FILE_FOLDER_SEAL_H_
