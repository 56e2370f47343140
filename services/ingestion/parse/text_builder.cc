#include "services/ingestion/parse/text_builder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

constexpr absl::string_view kJoiners[] = {"\u200C", "\u200D"};

// Beyond ASCII what stands for a space: no-break and figure space, byte order mark, blank letters.
constexpr absl::string_view kSpaces[] = {"\u00A0", "\u2007", "\uFEFF", "\u2800", "\u3164"};

// Signs without width that say where a word may be broken or how letters join; in rows they fill
// the preview of a newsletter.
constexpr absl::string_view kUnseen[] = {"\u200C", "\u200D", "\u00AD", "\u034F",
                                         "\u200B", "\u2060", "\u180E"};

// Bytes of the one of `signs` that `text` starts with, 0 if it does with none.
template <size_t N>
size_t SignAt(absl::string_view text, const absl::string_view (&signs)[N]) {
  for (absl::string_view sign : signs) {
    if (absl::StartsWith(text, sign)) return sign.size();
  }
  return 0;
}

bool IsAscii(char c) { return (c & 0x80) == 0; }

// Bytes of white space at the start of `text`, 0 if there is none.
size_t SpaceAt(absl::string_view text) {
  if (IsAscii(text[0])) return absl::ascii_isspace(text[0]) || absl::ascii_iscntrl(text[0]);
  return SignAt(text, kSpaces);
}

size_t UnseenAt(absl::string_view text) { return IsAscii(text[0]) ? 0 : SignAt(text, kUnseen); }

}  // namespace

void TextBuilder::Widen(Gap gap) {
  if (!text_.empty()) gap_ = std::max(gap_, gap);
}

void TextBuilder::AddVisible(absl::string_view text) {
  static constexpr absl::string_view kGaps[] = {"", " ", "\n", "\n\n"};
  FinishUnseen();
  text_.append(kGaps[static_cast<int>(gap_)].data(), kGaps[static_cast<int>(gap_)].size());
  text_.append(text.data(), text.size());
  gap_ = Gap::kNone;
}

void TextBuilder::AddUnseen(absl::string_view sign) {
  if (unseen_ == 0 && gap_ == Gap::kNone) unseen_sign_ = std::string(sign);
  ++unseen_;
}

// One sign inside a word stays. So does a joiner behind a letter that it may join, in Persian and
// in the scripts of India, though a careless writer doubles it.
void TextBuilder::FinishUnseen() {
  const bool joins = SignAt(unseen_sign_, kJoiners) > 0 && !text_.empty() && !IsAscii(text_.back());
  const bool in_word = gap_ == Gap::kNone && !text_.empty();
  if (unseen_ == 1 ? in_word || joins : in_word && joins) text_ += unseen_sign_;
  unseen_sign_.clear();
  unseen_ = 0;
}

void TextBuilder::Add(absl::string_view text) {
  size_t start = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t space = SpaceAt(text.substr(at));
    const size_t unseen = space > 0 ? 0 : UnseenAt(text.substr(at));
    if (space + unseen == 0) {
      ++at;
      continue;
    }
    if (at > start) AddVisible(text.substr(start, at - start));
    if (space > 0) {
      Widen(Gap::kSpace);
    } else {
      AddUnseen(text.substr(at, unseen));
    }
    at += space + unseen;
    start = at;
  }
  if (start < text.size()) AddVisible(text.substr(start));
}

void TextBuilder::BreakLine() { Widen(gap_ >= Gap::kLine ? Gap::kParagraph : Gap::kLine); }

void TextBuilder::BreakParagraph() { Widen(Gap::kParagraph); }

std::string TextBuilder::Take() {
  gap_ = std::max(gap_, Gap::kSpace);  // nothing follows
  FinishUnseen();
  gap_ = Gap::kNone;
  return ToNfc(std::exchange(text_, ""));
}

}  // namespace akin
