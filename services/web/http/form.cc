#include "services/web/http/form.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/text/utf8.h"

namespace akin {
namespace {

bool IsEscape(absl::string_view text, size_t at) {
  return text[at] == '%' && at + 2 < text.size() && absl::ascii_isxdigit(text[at + 1]) &&
         absl::ascii_isxdigit(text[at + 2]);
}

std::string Unescaped(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsEscape(text, i)) {
      absl::StrAppend(&out, absl::HexStringToBytes(text.substr(i + 1, 2)));
      i += 2;
    } else {
      out.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

bool IsUnreserved(char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

HttpFields ParseForm(absl::string_view text) {
  HttpFields fields;
  for (absl::string_view part : absl::StrSplit(text, '&', absl::SkipEmpty())) {
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    fields.emplace_back(ReadableText(Unescaped(field.first)),
                        ReadableText(Unescaped(field.second)));
  }
  return fields;
}

std::string QueryOf(const HttpFields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (value.empty()) continue;
    absl::StrAppend(&out, out.empty() ? "?" : "&", name, "=", PercentEncoded(value));
  }
  return out;
}

std::string PercentEncoded(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out.push_back(c);
    } else {
      absl::StrAppendFormat(&out, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string ReadableText(absl::string_view text) {
  std::string out;
  for (const char c : ToValidUtf8(text)) {
    if (c == '\t' || c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F))
      out.push_back(c);
  }
  return out;
}

}  // namespace akin
