#include "common/text/search_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/text/analysis.h"
#include "common/text/fold.h"
#include "common/text/segment.h"
#include "common/text/stemmer.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

using Kind = SearchCompound::Kind;

// Compounds of more parts (addresses, serial numbers) are found by their parts alone.
constexpr size_t kMaxParts = 5;

// Words with nothing between them are linked too; by no character of a text.
constexpr UChar32 kNoGap = 1;

UChar32 CodePointAt(absl::string_view text, size_t at) {
  if (at >= text.size()) return 0;
  UChar32 c;
  int32_t i = static_cast<int32_t>(at);
  U8_NEXT_OR_FFFD(text.data(), i, static_cast<int32_t>(text.size()), c);
  return c;
}

bool IsHyphen(UChar32 c) { return c == '-' || c == 0x2010 || c == 0x2011 || c == 0xFF0D; }

// Between the parts of a foreign name in Chinese and Japanese, where some write none.
bool IsMiddleDot(UChar32 c) { return c == 0x00B7 || c == 0x30FB || c == 0xFF65; }

bool IsHalfWidthKana(UChar32 c) { return c >= 0xFF65 && c <= 0xFF9F; }

bool IsHebrew(UChar32 c) { return c >= 0x0590 && c <= 0x05FF; }

// The one character `gap` if it may hold the parts of a compound together; 0 if not.
UChar32 LinkIn(absl::string_view gap, UChar32 after) {
  if (gap.empty() || gap.size() > U8_MAX_LENGTH) return 0;
  const UChar32 c = CodePointAt(gap, 0);
  if (static_cast<size_t>(U8_LENGTH(c)) != gap.size()) return 0;
  if (c == '"' || c == 0x05F4) return IsHebrew(after) ? c : 0;
  const bool links = IsHyphen(c) || IsApostropheLike(c) || c == '&' || c == 0xFF06 || c == '.' ||
                     c == '_' || IsMiddleDot(c) || c == 0x200C;
  return links ? c : 0;
}

// French, Italian and Catalan words before an apostrophe, which belong to no name.
bool IsElided(absl::string_view folded) {
  static constexpr std::array<absl::string_view, 18> kElided = {
      "l",    "d",    "j",    "m",   "n",    "s",      "t",     "c",      "qu",
      "dell", "nell", "sull", "all", "dall", "lorsqu", "jusqu", "puisqu", "quest"};
  return std::find(kElided.begin(), kElided.end(), folded) != kElided.end();
}

// Letters that some languages write with two where they lack them, as in old telegrams.
const char* SpelledOut(UChar32 c) {
  switch (u_tolower(c)) {
    case 0x00E4:
      return "ae";
    case 0x00F6:
    case 0x00F8:
      return "oe";
    case 0x00FC:
      return "ue";
    case 0x00E5:
      return "aa";
    default:
      return nullptr;
  }
}

std::string SpellOut(absl::string_view word) {
  std::string out;
  int32_t plain = 0;  // from here on nothing was spelled out yet
  const int32_t size = static_cast<int32_t>(word.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT_OR_FFFD(word.data(), i, size, c);
    const char* letters = SpelledOut(c);
    if (letters == nullptr) continue;
    absl::StrAppend(&out, FoldForSearch(word.substr(plain, begin - plain)), letters);
    plain = i;
  }
  if (plain == 0) return "";
  absl::StrAppend(&out, FoldForSearch(word.substr(plain)));
  return std::string(TruncateUtf8(out, kMaxWordBytes));
}

class SearchAnalyzer {
 public:
  SearchAnalyzer(absl::string_view text, bool join_elisions)
      : text_(text), join_elisions_(join_elisions) {}

  SearchText Run() {
    const std::vector<WordSpan> spans = SegmentWords(text_, {.parts = true});
    result_.words.reserve(spans.size());
    for (const WordSpan& span : spans) Add(span);
    FinishCompound();
    return std::move(result_);
  }

 private:
  std::vector<SearchWord>& words() { return result_.words; }

  // The link between the word before and `begin`; 0 if they are apart.
  UChar32 LinkBefore(uint32_t begin) {
    if (words().empty()) return 0;
    const uint32_t end = words().back().end;
    if (end == begin) return kNoGap;
    return LinkIn(text_.substr(end, begin - end), CodePointAt(text_, begin));
  }

  void Add(const WordSpan& span) {
    const UChar32 link = LinkBefore(span.begin);
    const absl::string_view word = text_.substr(span.begin, span.end - span.begin);
    if (IsApostropheLike(link) && IsPossessive(word)) {
      words().back().end = span.end;
      return;
    }
    if (link == 0) FinishCompound();
    if (span.unspaced || IsHangul(CodePointAt(text_, span.begin))) {
      AddCharacters(span, word, link);
    } else {
      AddWord(span, word, link);
    }
  }

  static bool IsPossessive(absl::string_view word) { return word == "s" || word == "S"; }

  void AddWord(const WordSpan& span, absl::string_view word, UChar32 link) {
    const std::string plain = span.has_digit && !span.has_letter && span.ascii ? PlainNumber(word)
                              : span.dotted                                    ? WithoutDots(word)
                                                                               : std::string(word);
    SearchWord added;
    added.folded = std::string(TruncateUtf8(FoldForSearch(plain), kMaxWordBytes));
    if (added.folded.empty()) return;  // marks alone
    if (!span.ascii) {
      added.lower = LowerCase(plain);
      if (added.lower == added.folded) added.lower.clear();
      added.spelled_out = SpellOut(plain);
    }
    added.is_inflected = span.has_letter;
    Push(std::move(added), span.begin, span.end, link);
    parts_.push_back(static_cast<uint32_t>(words().size() - 1));
    links_.push_back(link);
    AddSigned();
  }

  static std::string LowerCase(absl::string_view word) {
    std::string lower;
    AppendLowerCase(word, lower);
    return std::string(TruncateUtf8(lower, kMaxWordBytes));
  }

  void Push(SearchWord word, uint32_t begin, uint32_t end, UChar32 link) {
    word.begin = begin;
    word.end = end;
    word.is_linked = link != 0;
    words().push_back(std::move(word));
  }

  void AddCompound(Kind kind, std::string folded, uint32_t first, uint32_t last) {
    SearchCompound& compound = result_.compounds.emplace_back();
    compound.kind = kind;
    compound.folded = std::string(TruncateUtf8(folded, kMaxWordBytes));
    compound.first = first;
    compound.last = last;
    compound.begin = words()[first].begin;
    compound.end = words()[last].end;
  }

  // "C++", "C#", "TV+"; ".NET".
  void AddSigned() {
    const SearchWord& word = words().back();
    const uint32_t at = static_cast<uint32_t>(words().size() - 1);
    const absl::string_view behind = text_.substr(word.end, 3);
    const size_t signs = std::min(behind.find_first_not_of("+#"), behind.size());
    const bool ends = signs < 3 && !u_isalnum(CodePointAt(text_, word.end + signs));
    if (signs > 0 && ends) {
      AddCompound(Kind::kSigned, absl::StrCat(word.folded, behind.substr(0, signs)), at, at);
      result_.compounds.back().end += static_cast<uint32_t>(signs);
    }
    const absl::string_view before = text_.substr(0, word.begin);
    if (word.is_inflected && absl::EndsWith(before, ".") && !absl::EndsWith(before, "..")) {
      AddCompound(Kind::kSigned, absl::StrCat(".", word.folded), at, at);
      result_.compounds.back().begin -= 1;
    }
  }

  // A word of a script without blanks, character by character.
  void AddCharacters(const WordSpan& span, absl::string_view word, UChar32 link) {
    FinishCompound();
    const uint32_t first = static_cast<uint32_t>(words().size());
    const bool in_run = (link == kNoGap || IsMiddleDot(link)) && words().back().is_character;
    for (size_t at = 0; at < word.size();) {
      const size_t end = CharacterEnd(word, at);
      AddCharacter(word.substr(at, end - at), span.begin + static_cast<uint32_t>(at),
                   at == 0 ? link : kNoGap);
      at = end;
    }
    if (words().size() == first) return;
    const uint32_t last = static_cast<uint32_t>(words().size() - 1);
    for (uint32_t i = std::max(first, in_run ? first : first + 1); i <= last; ++i) {
      AddCompound(Kind::kPair, absl::StrCat(words()[i - 1].folded, words()[i].folded), i - 1, i);
    }
    AddDictionaryWords(word, first, last);
  }

  void AddDictionaryWords(absl::string_view word, uint32_t first, uint32_t last) {
    AddCompound(Kind::kWord, Folded(first, last), first, last);
    const absl::string_view stem = WithoutParticle(word);
    if (stem.size() == word.size()) return;
    uint32_t end = last;
    while (end > first && words()[end].begin - words()[first].begin >= stem.size()) --end;
    AddCompound(Kind::kWord, Folded(first, end), first, end);
  }

  void AddCharacter(absl::string_view character, uint32_t begin, UChar32 link) {
    SearchWord added;
    // Half-width kana have their voicing as a mark, which folding would drop.
    added.folded = IsHalfWidthKana(CodePointAt(character, 0)) ? FoldForSearch(ToNfkc(character))
                                                              : FoldForSearch(character);
    if (added.folded.empty()) return;
    added.is_character = true;
    Push(std::move(added), begin, begin + static_cast<uint32_t>(character.size()), link);
  }

  // Half-width kana have their voicing marks beside them.
  static bool IsMark(UChar32 c) {
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == 0xFF9E || c == 0xFF9F;
  }

  // A code point and the marks on it.
  static size_t CharacterEnd(absl::string_view word, size_t at) {
    int32_t i = static_cast<int32_t>(at);
    const int32_t size = static_cast<int32_t>(word.size());
    U8_FWD_1(word.data(), i, size);
    while (i < size && IsMark(CodePointAt(word, i))) {
      U8_FWD_1(word.data(), i, size);
    }
    return static_cast<size_t>(i);
  }

  std::string Folded(uint32_t first, uint32_t last) {
    std::string folded;
    for (uint32_t i = first; i <= last; ++i) folded += words()[i].folded;
    return folded;
  }

  // Joins each two neighbours of the compound that has ended, and all of it.
  void FinishCompound() {
    if (parts_.size() > 1 && parts_.size() <= kMaxParts) {
      for (size_t i = 0; i + 1 < parts_.size(); ++i) Join(i, i + 1);
      if (parts_.size() > 2) Join(0, parts_.size() - 1);
    }
    parts_.clear();
    links_.clear();
  }

  void Join(size_t from, size_t to) {
    if (!join_elisions_ && to == from + 1 && IsElision(to)) return;
    std::string lower;
    for (size_t i = from; i <= to; ++i) lower += words()[parts_[i]].written();
    AddCompound(Kind::kJoined, Folded(parts_[from], parts_[to]), parts_[from], parts_[to]);
    SearchCompound& joined = result_.compounds.back();
    joined.lower = std::string(TruncateUtf8(lower, kMaxWordBytes));
    if (joined.lower == joined.folded) joined.lower.clear();
  }

  bool IsElision(size_t part) {
    const bool is_name = u_isupper(CodePointAt(text_, words()[parts_[part]].begin));
    return IsApostropheLike(links_[part]) && !is_name && IsElided(words()[parts_[part - 1]].folded);
  }

  const absl::string_view text_;
  const bool join_elisions_;
  SearchText result_;
  // Of the compound at hand: which words, and what links each to the one before.
  std::vector<uint32_t> parts_;
  std::vector<UChar32> links_;
};

}  // namespace

SearchText AnalyzeForSearch(absl::string_view text, bool join_elisions) {
  return SearchAnalyzer(text, join_elisions).Run();
}

const std::vector<std::string>& SearchStems(absl::string_view written, absl::string_view language) {
  return WordAnalyzer::ForThread(language).SearchStems(written);
}

bool HasStemmer(absl::string_view language) { return WordAnalyzer::HasStemmer(language); }

absl::string_view WithoutParticle(absl::string_view korean) {
  // Case and topic particles, and what makes a verb of a noun; longer ones first.
  static constexpr absl::string_view kEndings[] = {
      "에서는", "으로부터", "에게서", "이라고", "이라는", "했다고", "한다고", "했으며", "하면서",
      "에서",   "에게",     "께서",   "으로",   "까지",   "부터",   "처럼",   "보다",   "마다",
      "이나",   "이란",     "라고",   "라는",   "에는",   "에도",   "과의",   "와의",   "하고",
      "하는",   "하다",     "했다",   "한다",   "하며",   "해서",   "됐다",   "된다",   "되는",
      "은",     "는",       "이",     "가",     "을",     "를",     "의",     "에",     "로",
      "와",     "과",       "도",     "만"};
  constexpr size_t kSyllable = 3;  // bytes
  for (const absl::string_view ending : kEndings) {
    absl::string_view rest = korean;
    if (absl::ConsumeSuffix(&rest, ending) && rest.size() >= 2 * kSyllable) return rest;
  }
  return korean;
}

}  // namespace akin
