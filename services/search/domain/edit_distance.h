#ifndef AKIN_SERVICES_SEARCH_DOMAIN_EDIT_DISTANCE_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_EDIT_DISTANCE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// How near words are spelled to one word. A letter that is missing, too many, another, or swapped
// with its neighbour is one edit (optimal string alignment). Only words that begin with the same
// letter are near. Thread-compatible.
class NearSpelling {
 public:
  NearSpelling(absl::string_view word, int max_edits);

  // The edits between; more than max_edits where it is not near, however far.
  int EditsTo(absl::string_view other) const;

 private:
  const std::u32string word_;
  const int max_edits_;
};

// How many edits still leave a word of so many letters the same.
inline int EditsAllowed(size_t letters) { return letters < 3 ? 0 : letters < 6 ? 1 : 2; }

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_EDIT_DISTANCE_H_
