#ifndef AKIN_COMMON_TEXT_FOLD_H_
#define AKIN_COMMON_TEXT_FOLD_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// Appends what FoldForMatching makes of one code point; nothing for a mark that it drops.
void AppendFolded(int32_t code_point, std::string& out);

// Appends what FoldForSearch makes of a code point that FoldForMatching has left.
void AppendSearchFolded(int32_t code_point, std::string& out);

// Appends the folded form of `text`.
void AppendFoldedText(absl::string_view text, std::string& out);

// Appends the simple lower case of `text`, diacritics kept: what stemmers expect.
void AppendLowerCase(absl::string_view text, std::string& out);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_FOLD_H_
