#include "services/search/domain/wanted_word.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <utility>

#include "common/text/search_text.h"
#include "common/text/segment.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using CompoundKind = SearchCompound::Kind;

template <typename T>
void AddNew(T value, std::vector<T>& all) {
  if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(std::move(value));
}

SequenceWord InSequence(const SearchWord& word, bool spelled_out) {
  const bool other = spelled_out && !word.spelled_out.empty();
  return {other ? word.spelled_out : word.folded, word.is_character};
}

WordSequence Sequence(const SearchText& text, uint32_t first, uint32_t last, bool spelled_out) {
  WordSequence sequence;
  for (uint32_t i = first; i <= last; ++i) {
    sequence.push_back(InSequence(text.words[i], spelled_out));
  }
  return sequence;
}

// Reads the linked words [first, last] of a text.
class WantedReader {
 public:
  WantedReader(const SearchText& text, uint32_t first, uint32_t last)
      : text_(text), first_(first), last_(last) {}

  WantedWord Read() {
    first_ == last_ && !text_.words[first_].is_character ? AddSingle(text_.words[first_])
                                                         : AddSequences(first_, last_);
    for (const SearchCompound& compound : text_.compounds) {
      if (compound.first >= first_ && compound.last <= last_) AddCompound(compound);
    }
    return std::move(wanted_);
  }

 private:
  void AddSingle(const SearchWord& word) {
    wanted_.forms.push_back(word.folded);
    if (!word.spelled_out.empty()) wanted_.forms.push_back(word.spelled_out);
    if (word.is_inflected) wanted_.written.push_back(word.written());
  }

  void AddSequences(uint32_t first, uint32_t last) {
    for (const bool spelled_out : {false, true}) {
      AddNew(Sequence(text_, first, last, spelled_out), wanted_.sequences);
    }
  }

  void AddCompound(const SearchCompound& compound) {
    const bool whole = compound.first == first_ && compound.last == last_;
    if (compound.kind == CompoundKind::kSigned && whole) wanted_.with_signs = compound.folded;
    if (compound.kind == CompoundKind::kJoined && whole) {
      wanted_.forms.push_back(compound.folded);
      wanted_.written.push_back(compound.written());
    }
    if (compound.kind == CompoundKind::kWord) AddDictionaryWord(compound);
  }

  // What is less than the whole word from its beginning on is the word without its particle.
  void AddDictionaryWord(const SearchCompound& word) {
    AddNew(word.folded, wanted_.dictionary_words);
    if (IsWithoutParticle(word)) AddSequences(first_, word.last);
  }

  bool IsWithoutParticle(const SearchCompound& word) const {
    const auto is_longer = [&](const SearchCompound& other) {
      return other.kind == CompoundKind::kWord && other.first == word.first &&
             other.last > word.last && other.last == last_;
    };
    return word.last < last_ &&
           std::any_of(text_.compounds.begin(), text_.compounds.end(), is_longer);
  }

  const SearchText& text_;
  const uint32_t first_;
  const uint32_t last_;
  WantedWord wanted_;
};

// Typed without a blank, so many characters still are one word ("北京市政府" is two), and with
// letters or digits before them so many ("5月").
constexpr uint32_t kMaxCharactersOfWord = 4;
constexpr uint32_t kMaxMixedWords = 2;

// Divides the words of a query that are linked to one another. One thread.
class LinkedWords {
 public:
  LinkedWords(absl::string_view typed, const SearchText& text) : typed_(typed), text_(text) {}

  // Those of [first, last].
  std::vector<WantedWord> Read(uint32_t first, uint32_t last) {
    if (IsOneWord(first, last)) return {WantedReader(text_, first, last).Read()};
    for (uint32_t begin = first, end = first; begin <= last; begin = end) {
      while (end <= last && IsUnspaced(end) == IsUnspaced(begin)) ++end;
      IsUnspaced(begin) ? AddDictionaryWords(begin, end - 1) : Add(begin, end - 1);
    }
    return std::move(words_);
  }

 private:
  // Of a script whose words only a dictionary tells; Korean has blanks.
  bool IsUnspaced(uint32_t at) const {
    UChar32 c;
    int32_t i = static_cast<int32_t>(text_.words[at].begin);
    U8_NEXT_OR_FFFD(typed_.data(), i, static_cast<int32_t>(typed_.size()), c);
    return text_.words[at].is_character && !IsHangul(c);
  }

  bool IsOneWord(uint32_t first, uint32_t last) const {
    uint32_t unspaced = 0;
    for (uint32_t at = first; at <= last; ++at) unspaced += IsUnspaced(at) ? 1 : 0;
    const uint32_t size = last - first + 1;
    return unspaced == 0 || size <= (unspaced == size ? kMaxCharactersOfWord : kMaxMixedWords);
  }

  void Add(uint32_t first, uint32_t last) {
    words_.push_back(WantedReader(text_, first, last).Read());
  }

  // Single characters are mostly particles; where there is nothing else, all is one word.
  void AddDictionaryWords(uint32_t first, uint32_t last) {
    const size_t before = words_.size();
    for (const SearchCompound& word : text_.compounds) {
      if (word.kind != CompoundKind::kWord || word.first < first || word.last > last) continue;
      if (word.last > word.first) Add(word.first, word.last);
    }
    if (words_.size() == before) Add(first, last);
  }

  const absl::string_view typed_;
  const SearchText& text_;
  std::vector<WantedWord> words_;
};

// The sequence with each compound in the place of its parts.
WordSequence JoinedSequence(const SearchText& text) {
  WordSequence sequence;
  for (uint32_t i = 0; i < text.words.size(); ++i) {
    const SearchCompound* longest = nullptr;
    for (const SearchCompound& compound : text.compounds) {
      const bool longer = longest == nullptr || compound.last > longest->last;
      if (compound.kind == CompoundKind::kJoined && compound.first == i && longer)
        longest = &compound;
    }
    sequence.push_back(longest == nullptr ? InSequence(text.words[i], false)
                                          : SequenceWord{longest->folded});
    if (longest != nullptr) i = longest->last;
  }
  return sequence;
}

}  // namespace

std::vector<WantedWord> WantedWords(absl::string_view text) {
  const std::string normal = ToNfc(text);
  const SearchText analysed = AnalyzeForSearch(normal, /*join_elisions=*/true);
  std::vector<WantedWord> wanted;
  const uint32_t size = static_cast<uint32_t>(analysed.words.size());
  for (uint32_t first = 0, next = 1; first < size; first = next++) {
    while (next < size && analysed.words[next].is_linked) ++next;
    for (WantedWord& word : LinkedWords(normal, analysed).Read(first, next - 1)) {
      wanted.push_back(std::move(word));
    }
  }
  return wanted;
}

std::vector<WantedWord> CompoundParts(const WantedWord& word) {
  std::vector<WantedWord> parts;
  if (word.sequences.empty()) return parts;
  for (const SequenceWord& part : word.sequences.front()) {
    if (part.is_character) continue;
    WantedWord& added = parts.emplace_back();
    added.forms = added.written = {part.folded};
  }
  return parts;
}

std::vector<WantedWord> LoneCharacters(absl::string_view text) {
  const std::string normal = ToNfc(text);
  std::vector<WantedWord> words;
  for (const SearchCompound& compound : AnalyzeForSearch(normal).compounds) {
    if (compound.kind != CompoundKind::kWord || compound.first != compound.last) continue;
    WantedWord& added = words.emplace_back();
    added.forms = added.dictionary_words = {compound.folded};
  }
  return words;
}

std::vector<std::string> CharacterPairs(absl::string_view text) {
  const std::string normal = ToNfc(text);
  std::vector<std::string> pairs;
  for (const SearchCompound& compound : AnalyzeForSearch(normal).compounds) {
    if (compound.kind == CompoundKind::kPair) AddNew(compound.folded, pairs);
  }
  return pairs;
}

std::vector<WordSequence> PhraseSequences(absl::string_view text) {
  const std::string normal = ToNfc(text);
  const SearchText analysed = AnalyzeForSearch(normal, /*join_elisions=*/true);
  std::vector<WordSequence> sequences;
  if (analysed.words.empty()) return sequences;
  const uint32_t last = static_cast<uint32_t>(analysed.words.size() - 1);
  for (const bool spelled_out : {false, true}) {
    AddNew(Sequence(analysed, 0, last, spelled_out), sequences);
  }
  AddNew(JoinedSequence(analysed), sequences);
  return sequences;
}

}  // namespace akin
