#include "common/text/encodings.h"

#include <unicode/utf8.h>

#include <array>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

struct Encoding {
  absl::string_view converter;
  absl::string_view labels;
};

// The table of the WHATWG Encoding Standard, section 4.2. It merges what browsers merge (gb2312 is
// gb18030, euc-kr is windows-949); what it refuses to decode, because pages could hide scripts in
// it, is text like any other here.
constexpr std::array<Encoding, 38> kEncodings = {{
    {"utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"},
    {"ibm866", "866 cp866 csibm866 ibm866"},
    {"iso-8859-2",
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"},
    {"iso-8859-3",
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"},
    {"iso-8859-4",
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"},
    {"iso-8859-5",
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988"},
    {"iso-8859-6",
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
     "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"},
    {"iso-8859-7",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
     "iso_8859-7 iso_8859-7:1987 sun_eu_greek"},
    {"iso-8859-8",
     "csiso88598e csiso88598i csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-8859-8-i "
     "iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 logical visual"},
    {"iso-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"},
    {"iso-8859-13", "iso-8859-13 iso8859-13 iso885913"},
    {"iso-8859-14", "iso-8859-14 iso8859-14 iso885914"},
    {"iso-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"},
    {"iso-8859-16", "iso-8859-16"},
    {"koi8-r", "cskoi8r koi koi8 koi8-r koi8_r"},
    {"koi8-u", "koi8-ru koi8-u"},
    {"macintosh", "csmacintosh mac macintosh x-mac-roman"},
    {"windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"},
    {"windows-1250", "cp1250 windows-1250 x-cp1250"},
    {"windows-1251", "cp1251 windows-1251 x-cp1251"},
    {"windows-1252",
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
     "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252 x-user-defined"},
    {"windows-1253", "cp1253 windows-1253 x-cp1253"},
    {"windows-1254",
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
     "latin5 windows-1254 x-cp1254"},
    {"windows-1255", "cp1255 windows-1255 x-cp1255"},
    {"windows-1256", "cp1256 windows-1256 x-cp1256"},
    {"windows-1257", "cp1257 windows-1257 x-cp1257"},
    {"windows-1258", "cp1258 windows-1258 x-cp1258"},
    {"x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"},
    {"gb18030",
     "chinese csgb2312 csiso58gb231280 gb18030 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"},
    {"big5-hkscs", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"},
    {"euc-jp-2007", "cseucpkdfmtjapanese euc-jp x-euc-jp"},
    {"iso-2022-jp", "csiso2022jp iso-2022-jp"},
    {"windows-31j", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"},
    {"windows-949",
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
     "ksc_5601 windows-949"},
    {"hz", "hz-gb-2312"},
    {"iso-2022-kr", "csiso2022kr iso-2022-kr"},
    {"iso-2022-cn", "iso-2022-cn iso-2022-cn-ext"},
    {"utf-16",
     "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff unicodefffe utf-16 utf-16be utf-16le"},
}};

// windows-1252 from 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

using LabelMap = absl::flat_hash_map<absl::string_view, absl::string_view>;

LabelMap ConvertersByLabel() {
  LabelMap map;
  for (const Encoding& encoding : kEncodings) {
    for (absl::string_view label : absl::StrSplit(encoding.labels, ' '))
      map.emplace(label, encoding.converter);
  }
  return map;
}

// Whether the control code of two bytes that begins at `at` is one of U+0080 to U+009F.
bool IsControlAt(absl::string_view text, size_t at) {
  return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
}

}  // namespace

absl::string_view EncodingOfLabel(absl::string_view label) {
  static const auto& map = *new LabelMap(ConvertersByLabel());
  const auto found = map.find(absl::AsciiStrToLower(absl::StripAsciiWhitespace(label)));
  return found == map.end() ? "" : found->second;
}

bool IsSingleByte(absl::string_view encoding) {
  for (absl::string_view wide :
       {"utf-8", "utf-16", "gb18030", "big5-hkscs", "euc-jp-2007", "iso-2022-jp", "windows-31j",
        "windows-949", "hz", "iso-2022-kr", "iso-2022-cn"}) {
    if (encoding == wide) return false;
  }
  return true;
}

uint32_t MeaningOfControl(uint32_t c) { return c >= 0x80 && c < 0xA0 ? kWindows1252[c - 0x80] : c; }

void AppendUtf8(uint32_t c, std::string& out) {
  char encoded[U8_MAX_LENGTH];
  int32_t size = 0;
  U8_APPEND_UNSAFE(encoded, size, c);
  out.append(encoded, size);
}

std::string ReadStrayControls(std::string text) {
  std::string out;
  size_t copied = 0;
  for (size_t at = text.find('\xC2'); at != std::string::npos; at = text.find('\xC2', at + 2)) {
    if (!IsControlAt(text, at)) continue;
    out.append(text, copied, at - copied);
    const uint32_t meant = MeaningOfControl(static_cast<unsigned char>(text[at + 1]));
    if (meant != 0) AppendUtf8(meant, out);
    copied = at + 2;
  }
  if (copied == 0) return text;
  return out.append(text, copied, std::string::npos);
}

}  // namespace akin
