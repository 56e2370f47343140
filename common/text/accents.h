#ifndef AKIN_COMMON_TEXT_ACCENTS_H_
#define AKIN_COMMON_TEXT_ACCENTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// Whether the endings of a language are told by their accents, so that its stemmer does not know
// them without ("educacion" of "educación").
bool HasAccentedEndings(absl::string_view primary_language);

// The ways in which `folded`, a word without accents, may be written in such a language, as far as
// its ending goes; itself first.
std::vector<std::string> AccentedForms(absl::string_view folded,
                                       absl::string_view primary_language);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_ACCENTS_H_
