#ifndef AKIN_COMMON_TEXT_STOP_WORDS_H_
#define AKIN_COMMON_TEXT_STOP_WORDS_H_

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace akin {

// The function words of a language (its primary subtag), folded; empty where none are known.
// They live as long as the process.
const absl::flat_hash_set<std::string>& StopWords(absl::string_view primary_language);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_STOP_WORDS_H_
