#ifndef AKIN_SERVICES_WEB_PAGES_WORD_DIFF_H_
#define AKIN_SERVICES_WEB_PAGES_WORD_DIFF_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// A stretch of a text that changed: in both, only in the old one, or only in the new one.
struct DiffStretch {
  enum Kind { kSame, kRemoved, kAdded };
  Kind kind;
  std::string text;

  bool operator==(const DiffStretch&) const = default;
};

// What makes `after` of `before`, by words: as few as can be of what is not in both. Where so much
// has changed that it would take long to tell, all between the first and the last change.
std::vector<DiffStretch> DiffWords(absl::string_view before, absl::string_view after);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_WORD_DIFF_H_
