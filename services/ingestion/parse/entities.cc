#include "services/ingestion/parse/entities.h"

#include <gumbo.h>

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/text/encodings.h"

namespace akin {
namespace {

// The longest reference is "&CounterClockwiseContourIntegral;".
constexpr size_t kMaxReferenceBytes = 33;

// Texts use few names; what is no name is remembered too.
constexpr size_t kMaxKnownNames = 4'096;

bool IsCharacter(uint32_t c) {
  return (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c <= 0x10FFFF &&
         (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
}

absl::optional<uint32_t> Numbered(absl::string_view digits) {
  const bool hex = !digits.empty() && (digits[0] == 'x' || digits[0] == 'X');
  uint32_t code_point;
  const bool number = hex ? absl::SimpleHexAtoi(digits.substr(1), &code_point)
                          : absl::SimpleAtoi(digits, &code_point);
  if (!number) return absl::nullopt;
  code_point = MeaningOfControl(code_point);
  return IsCharacter(code_point) ? code_point : 0xFFFD;
}

bool IsName(absl::string_view text) {
  return absl::ascii_isalpha(text[0]) && std::all_of(text.begin(), text.end(), absl::ascii_isalnum);
}

// What gumbo, which knows all names of HTML, makes of "&name;": "" if it is none of them. It reads
// "&notit;" as "¬it;", as browsers do.
std::string ReadByGumbo(absl::string_view name) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.fragment_context = GUMBO_TAG_DIV;
  const std::string reference = absl::StrCat("&", name, ";");
  GumboOutput* output = gumbo_parse_with_options(&options, reference.data(), reference.size());
  const GumboVector& nodes = output->root->v.element.children;
  std::string text;
  for (unsigned i = 0; i < nodes.length; ++i)
    text += static_cast<const GumboNode*>(nodes.data[i])->v.text.text;
  gumbo_destroy_output(&options, output);
  return absl::EndsWith(text, ";") && name != "semi" ? "" : text;
}

absl::optional<std::string> Named(absl::string_view name) {
  static thread_local absl::flat_hash_map<std::string, std::string> known;
  if (!IsName(name)) return absl::nullopt;
  auto at = known.find(name);
  if (at == known.end()) {
    if (known.size() >= kMaxKnownNames) known.clear();
    at = known.emplace(name, ReadByGumbo(name)).first;
  }
  if (at->second.empty()) return absl::nullopt;
  return at->second;
}

bool IsForbiddenControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

}  // namespace

absl::optional<std::string> EntityAt(absl::string_view text, size_t* length) {
  const size_t end = text.substr(0, kMaxReferenceBytes).find(';');
  if (end == absl::string_view::npos || end < 2) return absl::nullopt;
  const absl::string_view name = text.substr(1, end - 1);
  absl::optional<std::string> meaning;
  if (name[0] != '#') {
    meaning = Named(name);
  } else if (const auto code_point = Numbered(name.substr(1))) {
    AppendUtf8(*code_point, meaning.emplace());
  }
  if (meaning) *length = end + 1;
  return meaning;
}

std::string DecodeEntities(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t plain = std::min(text.find('&'), text.size());
    absl::StrAppend(&out, text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    size_t length = 1;
    absl::StrAppend(&out, EntityAt(text, &length).value_or("&"));
    text.remove_prefix(length);
  }
  return out;
}

void AppendEscaped(absl::string_view text, std::string& out) {
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (!IsForbiddenControl(c)) out += c;
    }
  }
}

}  // namespace akin
