#include "common/status/column_error.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"

namespace akin {

absl::Status ColumnError(absl::string_view field, absl::string_view text, size_t offset,
                         absl::string_view wish) {
  const absl::string_view before = text.substr(0, offset);
  const auto characters = std::count_if(before.begin(), before.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  return InvalidField(field, absl::StrCat("column ", characters + 1, ": ", wish));
}

}  // namespace akin
