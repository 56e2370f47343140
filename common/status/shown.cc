#include "common/status/shown.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "common/text/utf8.h"

namespace akin {

std::string Shown(absl::string_view text, size_t max_characters) {
  std::string shown;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size; --max_characters) {
    if (max_characters == 0) return shown + "…";
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    AppendUtf8(u_iscntrl(c) ? 0xFFFD : static_cast<char32_t>(c), shown);
  }
  return shown;
}

}  // namespace akin
