#include "services/ingestion/parse/text_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr absl::string_view kNoBreakSpace = "\xC2\xA0";
constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Bytes of white space at the start of `text`, 0 if there is none.
size_t SpaceAt(absl::string_view text) {
  if (absl::ascii_isspace(text[0]) || absl::ascii_iscntrl(text[0])) return 1;
  if (absl::StartsWith(text, kNoBreakSpace)) return kNoBreakSpace.size();
  return absl::StartsWith(text, kByteOrderMark) ? kByteOrderMark.size() : 0;
}

}  // namespace

void TextBuilder::Widen(Gap gap) {
  if (!text_.empty()) gap_ = std::max(gap_, gap);
}

void TextBuilder::AddVisible(absl::string_view text) {
  static constexpr absl::string_view kGaps[] = {"", " ", "\n", "\n\n"};
  text_.append(kGaps[static_cast<int>(gap_)].data(), kGaps[static_cast<int>(gap_)].size());
  text_.append(text.data(), text.size());
  gap_ = Gap::kNone;
}

void TextBuilder::Add(absl::string_view text) {
  size_t start = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t space = SpaceAt(text.substr(at));
    if (space == 0) {
      ++at;
      continue;
    }
    if (at > start) AddVisible(text.substr(start, at - start));
    Widen(Gap::kSpace);
    at += space;
    start = at;
  }
  if (start < text.size()) AddVisible(text.substr(start));
}

void TextBuilder::BreakLine() { Widen(gap_ >= Gap::kLine ? Gap::kParagraph : Gap::kLine); }

void TextBuilder::BreakParagraph() { Widen(Gap::kParagraph); }

std::string TextBuilder::Take() {
  gap_ = Gap::kNone;
  return ToNfc(std::exchange(text_, ""));
}

}  // namespace akin
