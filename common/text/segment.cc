#include "common/text/segment.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace akin {
namespace {

enum class CharClass : uint8_t {
  kOther,
  kLower,  // a letter that is not a capital
  kUpper,
  kDigit,
  kMark,     // continues a word, starts none
  kComplex,  // of a script that writes words without spaces
};

bool NeedsDictionary(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return c == 0x30FC;  // the prolonged sound mark, common to both kana
  }
}

CharClass Classify(UChar32 c) {
  const uint32_t mask = U_GET_GC_MASK(c);
  if ((mask & U_GC_ND_MASK) != 0) return CharClass::kDigit;
  if ((mask & (U_GC_L_MASK | U_GC_M_MASK)) != 0 && NeedsDictionary(c)) return CharClass::kComplex;
  if ((mask & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0) return CharClass::kUpper;
  if ((mask & (U_GC_L_MASK | U_GC_NL_MASK)) != 0) return CharClass::kLower;
  const bool joins = (mask & U_GC_M_MASK) != 0 || c == 0x00AD || c == 0x200C || c == 0x200D;
  return joins ? CharClass::kMark : CharClass::kOther;
}

constexpr UChar32 kClassTableSize = 0x10000;

CharClass ClassOf(UChar32 c) {
  static const auto& table = *[] {
    auto* classes = new std::vector<CharClass>(kClassTableSize);
    for (UChar32 i = 0; i < kClassTableSize; ++i) (*classes)[i] = Classify(i);
    return classes;
  }();
  return c < kClassTableSize ? table[c] : Classify(c);
}

icu::BreakIterator* WordBreaker() {
  static thread_local const std::unique_ptr<icu::BreakIterator> breaker = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
  }();
  return breaker.get();
}

bool IsApostrophe(UChar32 c) { return c == '\'' || c == 0x2019 || c == 0x02BC; }

class Segmenter {
 public:
  Segmenter(absl::string_view text, const SegmentOptions& options)
      : text_(text), size_(static_cast<int32_t>(text.size())), options_(options) {
    spans_.reserve(text.size() / 6 + 1);
  }

  std::vector<WordSpan> Run() {
    for (int32_t i = 0; i < size_;) {
      const Char at = CharAt(i);
      if (at.type == CharClass::kComplex) {
        i = TakeComplex(i);
      } else if (at.type == CharClass::kOther || at.type == CharClass::kMark) {
        i = at.end;
      } else {
        i = TakeWord(i);
      }
    }
    return std::move(spans_);
  }

 private:
  struct Char {
    UChar32 c = 0;
    int32_t end = 0;
    CharClass type = CharClass::kOther;
  };

  // At the end of the text: a zero character that belongs to no word.
  Char CharAt(int32_t i) const {
    if (i >= size_) return {0, size_, CharClass::kOther};
    UChar32 c = static_cast<unsigned char>(text_[i]);
    if (c < 0x80) return {c, i + 1, ClassOf(c)};
    U8_NEXT_OR_FFFD(text_.data(), i, size_, c);
    return {c, i, options_.parts ? ClassInParts(c) : ClassOf(c)};
  }

  // Apostrophes part; half-width voicing marks go with their kana.
  static CharClass ClassInParts(UChar32 c) {
    if (c == 0xFF9E || c == 0xFF9F) return CharClass::kComplex;
    return IsApostropheLike(c) ? CharClass::kOther : ClassOf(c);
  }

  static bool IsLetter(const Char& at) {
    return at.type == CharClass::kLower || at.type == CharClass::kUpper;
  }

  // Takes a run of letters, digits and marks with the joiners between them.
  int32_t TakeWord(int32_t begin) {
    WordSpan span;
    span.begin = begin;
    Char last;
    int32_t i = begin;
    while (true) {
      const Char at = CharAt(i);
      if (options_.parts && EndsPart(at, last)) break;
      if (InWord(at)) {
        Note(at, span);
        if (at.type != CharClass::kMark) last = at;
        i = at.end;
      } else if (Joins(at, last, span)) {
        span.dotted = span.dotted || at.c == '.';
        span.ascii = span.ascii && at.c < 0x80;
        i = at.end;
      } else {
        break;
      }
    }
    span.end = i;
    if (span.has_digit && !IsDottedAcronym(span)) span.dotted = false;
    spans_.push_back(span);
    return i;
  }

  // Where another kind of letters begins, and at the joiner with which Persian parts suffixes.
  static bool EndsPart(const Char& at, const Char& last) {
    if (at.c == 0x200C) return last.c >= 0x0600 && last.c <= 0x077F;
    if (last.end == 0 || at.type == CharClass::kMark || !InWord(at)) return false;
    return IsLetter(at) != IsLetter(last) || IsHangul(at.c) != IsHangul(last.c);
  }

  static bool InWord(const Char& at) {
    return at.type != CharClass::kOther && at.type != CharClass::kComplex;
  }

  static bool IsDottedAcronym(const WordSpan& span) { return span.has_letter && !span.has_digit; }

  static void Note(const Char& at, WordSpan& span) {
    span.ascii = span.ascii && at.c < 0x80;
    span.has_digit = span.has_digit || at.type == CharClass::kDigit;
    span.has_letter = span.has_letter || IsLetter(at);
    span.has_upper = span.has_upper || at.type == CharClass::kUpper;
    span.has_lower = span.has_lower || at.type == CharClass::kLower;
  }

  // Whether the punctuation `at`, after `last`, holds one word together.
  bool Joins(const Char& at, const Char& last, const WordSpan& span) const {
    if (at.c != '.' && at.c != ',' && at.c != '&' && at.c != '_' && !IsApostrophe(at.c)) {
      return false;
    }
    const Char next = CharAt(at.end);
    if (options_.parts && at.c != '.' && at.c != ',') return false;
    if (at.c == '_') return InWord(next);
    if (at.c == '.' || at.c == ',') {
      const bool in_number = last.type == CharClass::kDigit && next.type == CharClass::kDigit;
      return in_number || (at.c == '.' && JoinsInitials(next, last, span));
    }
    if (at.c == '&') return last.type == CharClass::kUpper && next.type == CharClass::kUpper;
    return !options_.split_at_apostrophe && IsLetter(last) && IsLetter(next);
  }

  // "U.S": each dot stands between single letters.
  bool JoinsInitials(const Char& next, const Char& last, const WordSpan& span) const {
    if (!IsLetter(last) || !IsLetter(next)) return false;
    const bool single = span.dotted || last.end == FirstEnd(span);
    const CharClass after = CharAt(next.end).type;
    return single && after != CharClass::kLower && after != CharClass::kUpper &&
           after != CharClass::kDigit;
  }

  int32_t FirstEnd(const WordSpan& span) const { return CharAt(span.begin).end; }

  // Takes a run of a script that needs a dictionary, and divides it.
  int32_t TakeComplex(int32_t begin) {
    int32_t end = begin;
    for (Char at = CharAt(begin); at.type == CharClass::kComplex || at.type == CharClass::kMark;
         at = CharAt(end)) {
      end = at.end;
    }
    Divide(begin, end);
    return end;
  }

  void Divide(int32_t begin, int32_t end) {
    UErrorCode error = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text_.data() + begin, end - begin, &error);
    icu::BreakIterator* breaker = WordBreaker();
    breaker->setText(&utext, error);
    int32_t from = breaker->first();
    for (int32_t to = breaker->next(); to != icu::BreakIterator::DONE; to = breaker->next()) {
      AddComplex(begin + from, begin + to);
      from = to;
    }
    utext_close(&utext);
  }

  void AddComplex(int32_t begin, int32_t end) {
    WordSpan span;
    span.begin = begin;
    span.end = end;
    span.ascii = false;
    span.has_letter = true;
    span.has_lower = true;
    span.unspaced = true;
    spans_.push_back(span);
  }

  const absl::string_view text_;
  const int32_t size_;
  const SegmentOptions options_;
  std::vector<WordSpan> spans_;
};

}  // namespace

std::vector<WordSpan> SegmentWords(absl::string_view text, const SegmentOptions& options) {
  return Segmenter(text, options).Run();
}

bool IsApostropheLike(int32_t c) {
  switch (c) {
    case '\'':
    case '`':
    case 0x00B4:  // acute accent
    case 0x02B9:  // prime
    case 0x05F3:  // Hebrew geresh
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xA78B:  // saltillo
    case 0xA78C:
    case 0xFF07:
      return true;
    default:
      return c >= 0x02BB && c <= 0x02BF;  // ʻ ʼ ʽ ʾ ʿ
  }
}

bool IsHangul(int32_t c) {
  return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) ||
         (c >= 0x3131 && c <= 0x318E);
}

std::string PlainNumber(absl::string_view number) {
  std::string digits;
  for (size_t i = 0; i < number.size(); ++i) {
    const size_t next = number.find_first_of(".,", i + 1);
    const size_t group = (next == absl::string_view::npos ? number.size() : next) - i - 1;
    const bool separator = number[i] == ',' || number[i] == '.';
    const bool groups = number[i] == ',' || absl::StrContains(number.substr(i + 1), '.') ||
                        absl::StrContains(number.substr(0, i), '.');
    if (!(separator && groups && group == 3)) digits.push_back(number[i]);
  }
  return digits;
}

std::string WithoutDots(absl::string_view acronym) {
  std::string letters;
  for (const char c : acronym) {
    if (c != '.') letters.push_back(c);
  }
  return letters;
}

}  // namespace akin
