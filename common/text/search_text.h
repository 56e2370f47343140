#ifndef AKIN_COMMON_TEXT_SEARCH_TEXT_H_
#define AKIN_COMMON_TEXT_SEARCH_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Texts as search compares them: in the smallest words that a reader may look for, with the forms
// in which others may write them. Finer than AnalyzeWords, whose words similarity remembers.
// Plain functions, thread-safe, deterministic; nothing here depends on the language of a text.
namespace akin {

// A word, or one character of a script that writes no blanks between words, or of Korean.
struct SearchWord {
  // FoldForSearch of it. A possessive "'s" is gone, the dots of "U.S." and the commas of "1,000"
  // too.
  std::string folded;
  // As written, in small letters; empty where that is the folded form.
  std::string lower;
  // As typed without umlauts and their like on the keyboard, "mueller" of "Müller"; else empty.
  std::string spelled_out;
  // Its bytes in the text: [begin, end).
  uint32_t begin = 0;
  uint32_t end = 0;
  // A character of a script without blanks.
  bool is_character = false;
  // A word with letters, which languages inflect.
  bool is_inflected = false;
  // A part of the same compound as the word before: a hyphen, an apostrophe or such is between
  // them ("Wi-Fi", "AT&T", "d'Ivoire"), or nothing ("5G", "AI時代").
  bool is_linked = false;

  const std::string& written() const { return lower.empty() ? folded : lower; }
};

// What some words in a row, or one with signs, are together.
struct SearchCompound {
  enum class Kind {
    kJoined,  // its parts without what links them: "wifi", "oleary", "covid19"
    kPair,    // two characters of a script without blanks
    kWord,    // what its dictionary takes for a word; of Korean, the word with and without particle
    kSigned,  // with the signs that make it a name: "c++", "c#", ".net"
  };
  Kind kind = Kind::kJoined;
  std::string folded;
  std::string lower;   // of kJoined: as in SearchWord
  uint32_t first = 0;  // of its words
  uint32_t last = 0;
  uint32_t begin = 0;  // of its bytes
  uint32_t end = 0;

  const std::string& written() const { return lower.empty() ? folded : lower; }
};

struct SearchText {
  std::vector<SearchWord> words;
  std::vector<SearchCompound> compounds;
};

// The words of `text`, which is UTF-8 in normal form C. What elision links ("l'homme") is joined
// too where a name follows it ("d'Ivoire"); with `join_elisions` always.
SearchText AnalyzeForSearch(absl::string_view text, bool join_elisions = false);

// The stems by which a word, as written in small letters, is found in texts of `language`; none
// where it has no stemmer, and of what is not inflected. The reference is good until the next call.
const std::vector<std::string>& SearchStems(absl::string_view written, absl::string_view language);

// Whether words of `language` have stems.
bool HasStemmer(absl::string_view language);

// A Korean word without the particle or ending that it has; the whole word if it has none.
absl::string_view WithoutParticle(absl::string_view korean);

}  // namespace akin

#endif  // AKIN_COMMON_TEXT_SEARCH_TEXT_H_
