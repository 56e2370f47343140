// ToUtf8: which encoding bytes are in, and the way from it to UTF-8.
#include <iconv.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/text/encodings.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// How many continuation bytes no other encoding of several bytes a character has by chance.
constexpr size_t kMinWideContinuations = 3;
constexpr size_t kSequencesPerError = 20;

// As Latin-1; ToUtf8 reads the control codes.
std::string DecodeWindows1252(absl::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const unsigned char byte : bytes) AppendUtf8(byte, out);
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
  size_t sequences = 0;      // valid ones of two bytes or more
  size_t continuations = 0;  // bytes of these but the first
  size_t errors = 0;
};

Utf8Evidence WeighUtf8(absl::string_view bytes) {
  Utf8Evidence evidence;
  const int32_t size = static_cast<int32_t>(bytes.size());
  for (int32_t i = 0; i < size;) {
    const int32_t begin = i;
    UChar32 c;
    U8_NEXT(bytes.data(), i, size, c);
    if (c < 0) ++evidence.errors;
    if (c < 0x80) continue;
    ++evidence.sequences;
    evidence.continuations += i - begin - 1;
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

// Whether they are UTF-8 though `encoding` is declared: valid UTF-8 is next to never anything else,
// but two characters of a wide encoding may happen to look like it. Feeds cut texts, so that one
// error among many sequences speaks for UTF-8 too.
bool IsUtf8After(absl::string_view bytes, absl::string_view encoding) {
  const Utf8Evidence evidence = WeighUtf8(bytes);
  if (evidence.errors > 0) return evidence.sequences >= kSequencesPerError * evidence.errors;
  return evidence.continuations >= (IsSingleByte(encoding) ? 1 : kMinWideContinuations);
}

// ICU lacks one of the web's encodings ("iso-8859-16").
std::string DecodeWithIconv(absl::string_view bytes, const std::string& encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return DecodeUndeclared(bytes);
  std::string out(bytes.size() * U8_MAX_LENGTH, '\0');
  char* from = const_cast<char*>(bytes.data());
  char* to = out.data();
  size_t left = bytes.size(), room = out.size();
  const bool done = iconv(converter, &from, &left, &to, &room) != static_cast<size_t>(-1);
  iconv_close(converter);
  out.resize(out.size() - room);
  return done ? out : DecodeUndeclared(bytes);
}

std::string DecodeDeclared(absl::string_view bytes, absl::string_view label) {
  const absl::string_view known = EncodingOfLabel(label);
  const std::string encoding(known.empty() ? label : known);
  // Only bytes of UTF-16 can be UTF-16, and so on.
  if (encoding.empty() || absl::StartsWithIgnoreCase(encoding, "utf-"))
    return DecodeUndeclared(bytes);
  if (IsUtf8After(bytes, encoding)) return RepairUtf8(bytes);
  if (encoding == "windows-1252") return DecodeWindows1252(bytes);
  const Converter converter = OpenConverter(encoding);
  if (converter) return DecodeWithIcu(bytes, converter.get());
  return known.empty() ? DecodeUndeclared(bytes) : DecodeWithIconv(bytes, encoding);
}

std::string Decode(absl::string_view bytes, absl::string_view charset) {
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
  return DecodeDeclared(bytes, absl::StripAsciiWhitespace(charset));
}

}  // namespace

std::string ToUtf8(absl::string_view bytes, absl::string_view charset) {
  return ReadStrayControls(Decode(bytes, charset));
}

}  // namespace akin
