#ifndef AKIN_COMMON_STATUS_SHOWN_H_
#define AKIN_COMMON_STATUS_SHOWN_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// Text that came from outside, as a message may repeat it: at most `max_characters` Unicode
// characters (then "…"), valid UTF-8, without control characters, each of which is U+FFFD.
std::string Shown(absl::string_view text, size_t max_characters = 48);

}  // namespace akin

#endif  // AKIN_COMMON_STATUS_SHOWN_H_
