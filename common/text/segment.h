#ifndef AKIN_COMMON_TEXT_SEGMENT_H_
#define AKIN_COMMON_TEXT_SEGMENT_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// One word's bytes in a text, and what its characters say.
struct WordSpan {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool ascii = true;
  bool has_letter = false;
  bool has_digit = false;
  bool has_upper = false;
  bool has_lower = false;
  bool dotted = false;  // "U.S."
};

struct SegmentOptions {
  // "l'homme" is two words, as in French and Italian; "don't" stays one elsewhere.
  bool split_at_apostrophe = false;
};

// The words of `text`, in order, by Unicode's word boundaries with three changes for news: "U.S."
// and "AT&T" are one word, and a full stop between other letters ("end.Next", "bbc.com") divides.
std::vector<WordSpan> SegmentWords(absl::string_view text, const SegmentOptions& options);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_SEGMENT_H_
