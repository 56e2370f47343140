#include "common/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"

namespace akin {
namespace {

bool IsAscii(int32_t c) { return c >= 0 && c < 0x80; }

// Letters that Unicode does not decompose, as people type them without their keys.
const char* SpecialFold(int32_t c) {
  switch (c) {
    case 0x00F8:
      return "o";  // ø
    case 0x00E6:
      return "ae";  // æ
    case 0x0153:
      return "oe";  // œ
    case 0x0142:
      return "l";  // ł
    case 0x0111:
      return "d";  // đ
    case 0x00F0:
      return "d";  // ð
    case 0x00FE:
      return "th";  // þ
    case 0x0127:
      return "h";  // ħ
    case 0x0131:
      return "i";  // ı
    case 0x0167:
      return "t";  // ŧ
    case 0x0451:
      return "е";  // ё, as Cyrillic е
    case 0x2019:
      return "'";  // typographic apostrophe
    case 0x02BC:
      return "'";
    default:
      return nullptr;
  }
}

UScriptCode ScriptOf(int32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(c, &error);
}

bool LosesMarks(int32_t c) {
  const UScriptCode script = ScriptOf(c);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_COMMON;
}

// Marks that may be left out wherever they stand: combining accents, Arabic vowel signs and
// lengthening, Hebrew points; and what is invisible (soft hyphen, joiners).
bool IsDroppedMark(int32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x064B && c <= 0x0652) || c == 0x0670 ||
         c == 0x0640 || (c >= 0x0591 && c <= 0x05C7 && u_charType(c) == U_NON_SPACING_MARK) ||
         c == 0x00AD || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF;
}

icu::UnicodeString WithoutMarks(const icu::UnicodeString& decomposed) {
  icu::UnicodeString kept;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) kept.append(c);
  }
  return kept;
}

std::string ComputeFold(int32_t c) {
  if (IsDroppedMark(c)) return "";
  if (const char* special = SpecialFold(u_tolower(c))) return special;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString text(static_cast<UChar32>(c));
  const bool loses_marks = LosesMarks(c);
  text.foldCase();
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(error);
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  text = nfkd->normalize(text, error);
  if (loses_marks) text = WithoutMarks(text);
  text = nfc->normalize(text.foldCase(), error);
  std::string folded;
  text.toUTF8String(folded);
  return folded;
}

// The scripts of Europe and the Near East: nearly all folding that happens. Later code points are
// computed as they come.
constexpr int32_t kFoldTableSize = 0x2100;

const std::vector<std::string>& FoldTable() {
  static const auto& table = *[] {
    auto* entries = new std::vector<std::string>(kFoldTableSize);
    for (int32_t c = 0; c < kFoldTableSize; ++c) (*entries)[c] = ComputeFold(c);
    return entries;
  }();
  return table;
}

// Han, Hangul and the ideographs' neighbours fold to themselves; compatibility forms do not.
bool FoldsToItself(int32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0x3041 && c <= 0x30FA) || (c >= 0x20000 && c <= 0x2F7FF);
}

// The plain letter that keyboards and writers vary, of Arabic and of alphabets with hooks.
int32_t PlainLetter(int32_t c) {
  switch (c) {
    case 0x0622:  // alef with madda, with hamza above, below, wasla, wavy hamzas
    case 0x0623:
    case 0x0625:
    case 0x0671:
    case 0x0672:
    case 0x0673:
    case 0x0675:
      return 0x0627;
    case 0x0624:  // waw with hamza
    case 0x0676:
      return 0x0648;
    case 0x0626:  // yeh with hamza, alef maksura, Persian, Sindhi, Pashto and Urdu yeh
    case 0x0649:
    case 0x06CC:
    case 0x06CD:
    case 0x06CE:
    case 0x06D0:
    case 0x06D2:
    case 0x06D3:
      return 0x064A;
    case 0x0629:  // teh marbuta, and the hehs of Persian, Urdu and Kurdish
    case 0x06BE:
    case 0x06C0:
    case 0x06C1:
    case 0x06C2:
    case 0x06C3:
    case 0x06D5:
      return 0x0647;
    case 0x06A9:  // Persian kaf
    case 0x06AA:
      return 0x0643;
    case 0x06BA:  // noon ghunna
      return 0x0646;
    case 0x0450:  // Cyrillic е and и with a grave, ґ
      return 0x0435;
    case 0x045D:
      return 0x0438;
    case 0x0491:
      return 0x0433;
    case 0x0253:  // Latin letters with hooks, open e and o, eng, schwa
      return 'b';
    case 0x0257:
      return 'd';
    case 0x0199:
      return 'k';
    case 0x01B4:
      return 'y';
    case 0x014B:
      return 'n';
    case 0x0254:
      return 'o';
    case 0x01DD:
    case 0x0259:
    case 0x025B:
      return 'e';
    default:
      return c;
  }
}

// Signs over and under letters that FoldForMatching keeps: Arabic ones, and the dot of Hindi and
// Punjabi under letters of foreign words.
bool IsOptionalMark(int32_t c) {
  return c == 0x093C || c == 0x0A3C || (c >= 0x0610 && c <= 0x061A) ||
         (c >= 0x0653 && c <= 0x065F) ||
         (c >= 0x06D6 && c <= 0x06ED && u_charType(c) == U_NON_SPACING_MARK);
}

void AppendCodePoint(int32_t c, std::string& out) {
  char bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, c);
  out.append(bytes, size);
}

}  // namespace

void AppendFolded(int32_t code_point, std::string& out) {
  if (IsAscii(code_point)) {
    out.push_back(absl::ascii_tolower(static_cast<unsigned char>(code_point)));
  } else if (code_point < kFoldTableSize) {
    out += FoldTable()[code_point];
  } else if (FoldsToItself(code_point)) {
    AppendCodePoint(code_point, out);
  } else {
    out += ComputeFold(code_point);
  }
}

void AppendSearchFolded(int32_t code_point, std::string& out) {
  if (IsAscii(code_point)) return out.push_back(static_cast<char>(code_point));
  if (IsOptionalMark(code_point)) return;
  const int32_t digit = u_charDigitValue(code_point);
  AppendCodePoint(digit < 0 ? PlainLetter(code_point) : '0' + digit, out);
}

void AppendFoldedText(absl::string_view text, std::string& out) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    AppendFolded(c, out);
  }
}

void AppendLowerCase(absl::string_view text, std::string& out) {
  const int32_t size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT_OR_FFFD(text.data(), i, size, c);
    if (c == 0x2019) c = '\'';
    AppendCodePoint(u_tolower(c), out);
  }
}

}  // namespace akin
