#ifndef AKIN_COMMON_TEXT_LANGUAGE_H_
#define AKIN_COMMON_TEXT_LANGUAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Languages as BCP-47 tags ("en", "pt-BR", "zh-Hant"); "und" means not known.
namespace akin {

// `tag` in canonical case with old codes replaced ("EN_us" is "en-US", "iw" is "he"); "und" if it
// is not a language tag.
std::string NormalizeLanguageTag(absl::string_view tag);

// The language alone: "pt" of "pt-BR".
absl::string_view PrimaryLanguage(absl::string_view tag);

// The language `text` is written in, decided by its words; `hint` is what the publisher declares
// ("" if nothing). A hint that agrees adds its region; it stands alone where the text is too short
// or mixed to tell. "und" if neither says. Deterministic and thread-safe.
std::string DetectLanguage(absl::string_view text, absl::string_view hint);

// All that DetectLanguage tells apart, roughly the more common ones first.
std::vector<std::string> KnownLanguages();

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_LANGUAGE_H_
