#include "common/text/unicode.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/text/fold.h"

namespace akin {
namespace {

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

bool IsAsciiText(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isascii(c); });
}

std::string Normalized(absl::string_view text, const icu::Normalizer2& form) {
  if (IsAsciiText(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  std::string normal;
  form.normalize(FromUtf8(text), error).toUTF8String(normal);
  return normal;
}

// Calls `visit(code_point, begin, end)` for each code point; invalid bytes come as U+FFFD.
template <typename Visit>
void ForEachCodePoint(absl::string_view text, Visit visit) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    visit(c, begin, i);
  }
}

absl::string_view FirstLine(absl::string_view text) {
  text = absl::StripLeadingAsciiWhitespace(text);
  return text.substr(0, text.find_first_of("\r\n"));
}

constexpr std::array<absl::string_view, 24> kAbbreviations = {
    "mr",  "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt",  "sgt",
    "rev", "hon", "st", "jr", "sr",   "no",  "vs",  "inc", "ltd", "co",  "u.s", "u.n"};

// Whether the word that a full stop at `dot` follows is one that takes the stop as its own.
bool IsAbbreviation(absl::string_view text, size_t dot) {
  const size_t space = text.find_last_of(" \t(", dot);
  const size_t begin = space == absl::string_view::npos ? 0 : space + 1;
  const std::string word = absl::AsciiStrToLower(text.substr(begin, dot - begin));
  const bool initial = word.size() == 1 || (word.size() >= 3 && word[word.size() - 2] == '.');
  return initial ||
         std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

// Past the closing quotes and brackets that belong to the sentence ending before `i`.
size_t SkipClosers(absl::string_view text, size_t i) {
  for (const absl::string_view closer : {"\"", "'", ")", "”", "’", "»"}) {
    if (absl::StartsWith(text.substr(i), closer)) return SkipClosers(text, i + closer.size());
  }
  return i;
}

// Where the first sentence of `line` ends.
size_t SentenceEnd(absl::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    for (const absl::string_view stop : {"。", "！", "？"}) {
      if (absl::StartsWith(line.substr(i), stop)) return SkipClosers(line, i + stop.size());
    }
    if (line[i] != '.' && line[i] != '!' && line[i] != '?') continue;
    const size_t end = SkipClosers(line, i + 1);
    const bool at_gap = end >= line.size() || line[end] == ' ' || line[end] == '\t';
    if (at_gap && !(line[i] == '.' && IsAbbreviation(line, i))) return end;
  }
  return line.size();
}

// A character that is longer (dozens of marks on one letter) is cut between its code points.
constexpr size_t kMaxCharacterBytes = 128;

icu::BreakIterator& CharacterBreaker() {
  static thread_local const std::unique_ptr<icu::BreakIterator> breaker = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  }();
  return *breaker;
}

// The last border between characters of `text` that is not after `at`.
size_t BorderBefore(absl::string_view text, size_t at) {
  UErrorCode error = U_ZERO_ERROR;
  UText utext = UTEXT_INITIALIZER;
  utext_openUTF8(&utext, text.data(), static_cast<int64_t>(text.size()), &error);
  icu::BreakIterator& breaker = CharacterBreaker();
  breaker.setText(&utext, error);
  const int32_t offset = static_cast<int32_t>(at);
  const int32_t border = breaker.isBoundary(offset) ? offset : breaker.preceding(offset);
  utext_close(&utext);
  return static_cast<size_t>(std::max(border, 0));
}

absl::string_view CutAtWord(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  const absl::string_view cut = TruncateText(text, max_bytes);
  const size_t space = cut.rfind(' ');
  const bool late = space != absl::string_view::npos && space >= max_bytes / 2;
  return late ? cut.substr(0, space) : cut;
}

}  // namespace

bool IsValidUtf8(absl::string_view text) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

std::string ToNfc(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  return Normalized(text, *icu::Normalizer2::getNFCInstance(error));
}

std::string ToNfkc(absl::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  return Normalized(text, *icu::Normalizer2::getNFKCInstance(error));
}

std::string FoldCase(absl::string_view text) {
  if (IsAsciiText(text)) return absl::AsciiStrToLower(text);
  std::string folded;
  FromUtf8(text).foldCase().toUTF8String(folded);
  return folded;
}

std::string FoldForMatching(absl::string_view text) {
  std::string folded;
  AppendFoldedText(IsAsciiText(text) ? std::string(text) : ToNfc(text), folded);
  return folded;
}

std::string FoldForSearch(absl::string_view text) {
  if (IsAsciiText(text)) return absl::AsciiStrToLower(text);
  std::string matching, folded;
  AppendFoldedText(text, matching);
  ForEachCodePoint(matching, [&](UChar32 c, int32_t, int32_t) { AppendSearchFolded(c, folded); });
  return folded;
}

bool IsBlank(int32_t code_point) {
  switch (code_point) {
    case 0x115F:  // Hangul fillers
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
    case 0x180E:  // Mongolian vowel separator
    case 0x200B:  // zero-width space
    case 0x2060:  // word joiner
    case 0x2800:  // blank Braille pattern
    case 0xFEFF:  // byte order mark
      return true;
    default:
      return u_isUWhiteSpace(code_point) || u_charType(code_point) == U_CONTROL_CHAR;
  }
}

std::string CollapseWhitespace(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  ForEachCodePoint(text, [&](UChar32 c, int32_t begin, int32_t end) {
    if (u_isUWhiteSpace(c)) {
      gap = !out.empty();
      return;
    }
    if (gap) out.push_back(' ');
    gap = false;
    if (c == 0xFFFD) {
      out.append("\xEF\xBF\xBD");
    } else {
      out.append(text.data() + begin, end - begin);
    }
  });
  return out;
}

absl::string_view TruncateUtf8(absl::string_view text, size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  size_t end = max_bytes;
  while (end > 0 && U8_IS_TRAIL(text[end])) --end;
  return text.substr(0, end);
}

size_t CharacterStart(absl::string_view text, size_t at) {
  at = TruncateUtf8(text, at).size();
  if (at == 0 || at == text.size()) return at;
  const bool plain = absl::ascii_isascii(text[at - 1]) && absl::ascii_isascii(text[at]);
  if (plain && text[at] != '\n') return at;
  // Text around it is enough to tell.
  const size_t from = TruncateUtf8(text, at - std::min(at, kMaxCharacterBytes)).size();
  const absl::string_view near = TruncateUtf8(text.substr(from), at - from + kMaxCharacterBytes);
  const size_t border = from + BorderBefore(near, at - from);
  return border == from && from > 0 ? at : border;
}

absl::string_view TruncateText(absl::string_view text, size_t max_bytes) {
  return text.substr(0, CharacterStart(text, max_bytes));
}

std::string FirstSentence(absl::string_view text, size_t max_bytes) {
  const std::string line = CollapseWhitespace(FirstLine(text));
  return std::string(CutAtWord(absl::string_view(line).substr(0, SentenceEnd(line)), max_bytes));
}

}  // namespace akin
