#ifndef AKIN_SERVICES_SEARCH_DOMAIN_FUNCTION_WORDS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_FUNCTION_WORDS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// Whether `folded` (FoldForSearch of a word) only joins other words, or asks, in any of these
// languages (primary subtags): it is in texts of all subjects, so it tells nothing of what is
// looked for.
bool IsFunctionWord(absl::string_view folded, const std::vector<std::string>& languages);

// Whether a query ends or begins like a question: it is then asked in whole sentences.
bool IsQuestion(absl::string_view query);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_FUNCTION_WORDS_H_
