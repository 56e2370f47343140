// ToUtf8: which encoding bytes are in, and the way from it to UTF-8.
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// windows-1252 from 0x80 to 0x9F, as the WHATWG encoding standard has it (holes are C1 controls).
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

std::string DecodeWindows1252(absl::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const unsigned char byte : bytes) {
    const UChar32 c = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
    char encoded[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(encoded, size, c);
    out.append(encoded, size);
  }
  return out;
}

std::string RepairUtf8(absl::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  const int32_t size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT(bytes.data(), i, size, c);
    absl::StrAppend(&out, c < 0 ? kReplacement : bytes.substr(begin, i - begin));
  }
  return out;
}

struct Utf8Evidence {
  size_t sequences = 0;  // valid ones of two bytes or more
  size_t errors = 0;
};

Utf8Evidence WeighUtf8(absl::string_view bytes) {
  Utf8Evidence evidence;
  const int32_t size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c;
    U8_NEXT(bytes.data(), i, size, c);
    if (c < 0) ++evidence.errors;
    if (c >= 0x80) ++evidence.sequences;
  }
  return evidence;
}

// Without a declared charset: UTF-8 unless its errors outweigh its sequences.
std::string DecodeUndeclared(absl::string_view bytes) {
  const Utf8Evidence evidence = WeighUtf8(bytes);
  if (evidence.errors == 0) return std::string(bytes);
  return evidence.sequences > evidence.errors ? RepairUtf8(bytes) : DecodeWindows1252(bytes);
}

std::string DecodeWithIcu(absl::string_view bytes, UConverter* converter) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter, error);
  std::string out;
  text.toUTF8String(out);
  return out;
}

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter OpenConverter(const std::string& charset) {
  UErrorCode error = U_ZERO_ERROR;
  return Converter(charset.empty() ? nullptr : ucnv_open(charset.c_str(), &error), &ucnv_close);
}

// A document without a mark begins with two ASCII characters, be they "<?" or "{" and a space: its
// first zero bytes tell (RFC 4627, section 3).
absl::string_view UnicodeByFirstZeros(absl::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return "";
  std::string pattern;
  for (const char byte : bytes.substr(0, 4)) pattern += byte == '\0' ? '0' : 'x';
  if (pattern == "x000") return "utf-32le";
  if (pattern == "000x") return "utf-32be";
  if (pattern == "x0x0") return "utf-16le";
  return pattern == "0x0x" ? "utf-16be" : "";
}

// Text in Latin script has a zero byte in every UTF-16 unit, always on the same side.
absl::string_view Utf16ByZeros(absl::string_view bytes) {
  size_t zeros[2] = {0, 0};
  const absl::string_view sample = bytes.substr(0, 512);
  for (size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0';
  const size_t half = sample.size() / 2;
  if (half < 2) return "";
  if (zeros[1] * 10 >= half * 4 && zeros[0] == 0) return "utf-16le";
  if (zeros[0] * 10 >= half * 4 && zeros[1] == 0) return "utf-16be";
  return "";
}

bool IsLabelOf(absl::string_view label, std::initializer_list<absl::string_view> names) {
  return std::find(names.begin(), names.end(), label) != names.end();
}

// As browsers do, Latin-1 and ASCII mean windows-1252, and only UTF-16 bytes can be UTF-16.
std::string DecodeDeclared(absl::string_view bytes, const std::string& label) {
  if (IsLabelOf(label, {"", "utf-8", "utf8", "unicode", "utf-16", "utf-16le", "utf-16be", "ucs-2",
                        "us-ascii", "ascii"})) {
    return DecodeUndeclared(bytes);
  }
  if (IsLabelOf(label,
                {"iso-8859-1", "iso8859-1", "latin1", "windows-1252", "cp1252", "x-cp1252"})) {
    // Often declared by software that writes UTF-8; valid UTF-8 is next to never anything else.
    const Utf8Evidence evidence = WeighUtf8(bytes);
    const bool utf8 = evidence.errors == 0 && evidence.sequences > 0;
    return utf8 ? std::string(bytes) : DecodeWindows1252(bytes);
  }
  const Converter converter = OpenConverter(label);
  return converter ? DecodeWithIcu(bytes, converter.get()) : DecodeUndeclared(bytes);
}

}  // namespace

std::string ToUtf8(absl::string_view bytes, absl::string_view charset) {
  const std::pair<absl::string_view, absl::string_view> kMarks[] = {
      {absl::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
      {absl::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
      {"\xFF\xFE", "utf-16le"},
      {"\xFE\xFF", "utf-16be"}};
  if (absl::StartsWith(bytes, "\xEF\xBB\xBF")) return DecodeUndeclared(bytes.substr(3));
  for (const auto& [mark, name] : kMarks) {
    if (!absl::StartsWith(bytes, mark)) continue;
    return DecodeWithIcu(bytes.substr(mark.size()), OpenConverter(std::string(name)).get());
  }
  for (absl::string_view found : {UnicodeByFirstZeros(bytes), Utf16ByZeros(bytes)}) {
    if (!found.empty()) return DecodeWithIcu(bytes, OpenConverter(std::string(found)).get());
  }
  return DecodeDeclared(bytes, absl::AsciiStrToLower(absl::StripAsciiWhitespace(charset)));
}

}  // namespace akin
