#ifndef AKIN_SERVICES_SEARCH_DOMAIN_WANTED_WORD_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_WANTED_WORD_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// A place in a sequence: a SearchWord's form.
struct SequenceWord {
  std::string folded;
  bool is_character = false;
  bool operator==(const SequenceWord& other) const { return folded == other.folded; }
};

// Words that stand one after another.
using WordSequence = std::vector<SequenceWord>;

// One word of a query. It stands in a text that has any of its forms or stems, or any of the
// sequences ("wi", "fi" for "Wi-Fi"; the characters of a Chinese word).
struct WantedWord {
  std::vector<std::string> forms;
  // As written, in small letters: what is stemmed in each language, and weighs more where it
  // stands.
  std::vector<std::string> written;
  std::vector<WordSequence> sequences;
  // Words of the dictionary in the sequences: they weigh more where they are words of the text too.
  std::vector<std::string> dictionary_words;
  // "c++": meant by itself, wherever any text has it.
  std::string with_signs;
};

// The words of `text`, which has no blanks. More than one where it is divided by what links no
// compound ("rain,snow"), and where a script without blanks has several: then those of two
// characters or more.
std::vector<WantedWord> WantedWords(absl::string_view text);

// The parts of a compound of words with blanks ("wi", "fi"); none of another word.
std::vector<WantedWord> CompoundParts(const WantedWord& word);

// The words of a single character that WantedWords leaves out where there are longer ones.
std::vector<WantedWord> LoneCharacters(absl::string_view text);

// Each two neighbouring characters of a script without blanks, once each.
std::vector<std::string> CharacterPairs(absl::string_view text);

// What a phrase may look like in a text, any of these; none if it has no word.
std::vector<WordSequence> PhraseSequences(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_WANTED_WORD_H_
