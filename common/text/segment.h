#ifndef AKIN_COMMON_TEXT_SEGMENT_H_
#define AKIN_COMMON_TEXT_SEGMENT_H_

#include <cstdint>
#include <string>
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
  bool dotted = false;    // "U.S."
  bool unspaced = false;  // of a script that writes words without blanks
};

struct SegmentOptions {
  // "l'homme" is two words, as in French and Italian; "don't" stays one elsewhere.
  bool split_at_apostrophe = false;
  // The parts of compounds are words: "Wi-Fi", "O'Leary", "AT&T", "MH370" and "KBS는" are two each.
  bool parts = false;
};

// The words of `text`, in order, by Unicode's word boundaries with three changes for news: "U.S."
// and "AT&T" are one word, and a full stop between other letters ("end.Next", "bbc.com") divides.
std::vector<WordSpan> SegmentWords(absl::string_view text, const SegmentOptions& options);

// Apostrophes and what is typed in their place, ʻokina and its like included.
bool IsApostropheLike(int32_t c);

// A Korean syllable or letter.
bool IsHangul(int32_t c);

// "1,000" and "1.000.000" are a thousand and a million; "3.5" keeps its point.
std::string PlainNumber(absl::string_view number);

// "US" of "U.S".
std::string WithoutDots(absl::string_view acronym);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_SEGMENT_H_
