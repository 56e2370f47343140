#ifndef AKIN_COMMON_STATUS_COLUMN_ERROR_H_
#define AKIN_COMMON_STATUS_COLUMN_ERROR_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin {

// InvalidField "column N: wish", where N counts the characters of `text` (UTF-8) from 1 until that
// of byte `offset`: for what a person has typed into one field.
absl::Status ColumnError(absl::string_view field, absl::string_view text, size_t offset,
                         absl::string_view wish);

}  // namespace akin

#endif  // AKIN_COMMON_STATUS_COLUMN_ERROR_H_
