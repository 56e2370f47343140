#ifndef AKIN_COMMON_TEXT_ANALYSIS_H_
#define AKIN_COMMON_TEXT_ANALYSIS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// From text to the words that search and similarity compare. Plain functions, thread-safe (each
// thread keeps its own stemmers and a bounded cache), deterministic.
namespace akin {

// One word of a text.
struct Token {
  // The word as FoldForMatching has it, at most kMaxWordBytes. A possessive "'s" is gone, the dots
  // of "U.S." and the commas of "1,000" too.
  std::string folded;
  // Snowball's stem of the word in the text's language, folded; equals `folded` for numbers and
  // where the language has no stemmer.
  std::string stem;
  // Index among the words of the text.
  uint32_t position = 0;
  // The word's bytes in the text: [begin, end).
  uint32_t begin = 0;
  uint32_t end = 0;
  // One of the language's function words ("the", "und"). An acronym ("US", "WHO") is none, unless
  // it stands among words that are all in capitals.
  bool is_stop = false;
  // The first letter is upper or title case.
  bool is_capitalized = false;
  // Two letters or more, all of them capitals, or dotted as in "U.S."
  bool is_acronym = false;
  // Digits only, with separators ("2,400", "3.5").
  bool is_number = false;
  // The first word of a sentence, quotation or paragraph, where a capital letter says nothing.
  bool sentence_start = false;
};

// Longer words are cut (at a code point) in `folded` and `stem`.
inline constexpr int kMaxWordBytes = 64;

// The words of `text` in order. Punctuation and symbols separate words; Chinese, Japanese, Thai
// and their like are divided by ICU's dictionaries. `language` is a BCP-47 tag; where it has no
// stemmer or stop words here, words are only folded. `text` is UTF-8 in normal form C.
std::vector<Token> AnalyzeWords(absl::string_view text, absl::string_view language);

// The stem that AnalyzeWords gives `word` in `language`.
std::string StemWord(absl::string_view word, absl::string_view language);

// Whether `word` is a function word of `language`.
bool IsStopWord(absl::string_view word, absl::string_view language);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_ANALYSIS_H_
