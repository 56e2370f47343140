#ifndef AKIN_COMMON_TEXT_UTF8_H_
#define AKIN_COMMON_TEXT_UTF8_H_

#include <string>

#include "absl/strings/string_view.h"

// What needs no tables, for libraries that know nothing else of text.
namespace akin {

// `text` with U+FFFD in place of each sequence of bytes that is not UTF-8.
std::string ToValidUtf8(absl::string_view text);

// Appends the code point's bytes; U+FFFD if it is none.
void AppendUtf8(char32_t code_point, std::string& out);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_UTF8_H_
