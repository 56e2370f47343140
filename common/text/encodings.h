#ifndef AKIN_COMMON_TEXT_ENCODINGS_H_
#define AKIN_COMMON_TEXT_ENCODINGS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

// What the labels of encodings mean on the web. Plain functions, thread-safe.
namespace akin {

// What decodes bytes under that label ("latin1" is windows-1252, as in browsers), by the name that
// ICU has for it; "" if the web does not know the label.
absl::string_view EncodingOfLabel(absl::string_view label);

// Whether each byte of that encoding is a character.
bool IsSingleByte(absl::string_view encoding);

// The character that the code point `c` was meant to be: the control codes from U+0080 to U+009F
// are bytes of windows-1252 that went astray. 0 if it means nothing.
uint32_t MeaningOfControl(uint32_t c);

// UTF-8 with what its control codes beyond ASCII were meant to be in their place.
std::string ReadStrayControls(std::string text);

// Appends a code point in UTF-8.
void AppendUtf8(uint32_t c, std::string& out);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_ENCODINGS_H_
