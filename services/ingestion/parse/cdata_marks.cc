#include "services/ingestion/parse/cdata_marks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/ingestion/parse/entities.h"

namespace akin {
namespace {

constexpr absl::string_view kBegin = "<![CDATA[";
constexpr absl::string_view kEnd = "]]>";

// More layers are no accident.
constexpr int kMaxLayers = 3;

bool BeginsWith(absl::string_view text, absl::string_view mark) {
  return absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), mark);
}

// Marks that stand for a section with something in it; one that was cut has no end.
std::string WithoutSections(absl::string_view text) {
  std::string out;
  while (true) {
    const size_t begin = std::min(text.find(kBegin), text.size());
    absl::StrAppend(&out, text.substr(0, begin));
    text.remove_prefix(begin);
    if (!absl::ConsumePrefix(&text, kBegin)) return out;
    const size_t end = std::min(text.find(kEnd), text.size());
    const absl::string_view content = text.substr(0, end);
    const bool cut = end == text.size() && !absl::StripAsciiWhitespace(out).empty();
    const bool is_section = !absl::StripAsciiWhitespace(content).empty() && !cut;
    absl::StrAppend(&out, is_section ? "" : kBegin, content);
    text.remove_prefix(end);
    if (is_section) absl::ConsumePrefix(&text, kEnd);
  }
}

}  // namespace

std::string WithoutCdataMarks(std::string text) {
  for (int i = 0; i < kMaxLayers && BeginsWith(text, "&lt;![CDATA["); ++i)
    text = DecodeEntities(text);
  if (absl::StrContains(text, kBegin)) return WithoutSections(text);
  const absl::string_view trimmed = absl::StripTrailingAsciiWhitespace(text);
  if (absl::EndsWith(trimmed, kEnd)) text.resize(trimmed.size() - kEnd.size());
  return text;
}

}  // namespace akin
