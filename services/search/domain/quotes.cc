#include "services/search/domain/quotes.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "common/text/unicode.h"

namespace akin {
namespace {

// Marks that go together: any of the opening ones is closed by any of the closing ones.
struct Style {
  absl::string_view opening;
  absl::string_view closing;
};

constexpr Style kStyles[] = {{"\"“”„‟＂〝", "\"“”„‟＂〝〞〟"},
                             {"«»", "«»"},
                             {"‹›", "‹›"},
                             {"「", "」"},
                             {"『", "』"},
                             {"《", "》"},
                             {"〈", "〉"}};
constexpr Style kSingleMarks = {"‘‚", "’‘"};

UChar32 CodePointAt(absl::string_view text, size_t& at) {
  UChar32 c;
  int32_t end = static_cast<int32_t>(at);
  U8_NEXT_OR_FFFD(text.data(), end, static_cast<int32_t>(text.size()), c);
  at = static_cast<size_t>(end);
  return c;
}

// The size of the mark at `at` if it is one of `marks`, else 0.
size_t MarkAt(absl::string_view text, size_t at, absl::string_view marks) {
  if (at >= text.size()) return 0;
  size_t end = at;
  CodePointAt(text, end);
  const absl::string_view mark = text.substr(at, end - at);
  return marks.find(mark) == absl::string_view::npos ? 0 : mark.size();
}

// Where the next of `marks` stands from `at` on; the end if none does.
size_t FindMark(absl::string_view text, size_t at, absl::string_view marks) {
  while (at < text.size() && MarkAt(text, at, marks) == 0) CodePointAt(text, at);
  return at;
}

bool AtWordEnd(absl::string_view text, size_t at) {
  return at >= text.size() || text[at] == ')' || IsBlank(CodePointAt(text, at));
}

Quotation InSingleMarks(absl::string_view query, size_t at) {
  const size_t opening = MarkAt(query, at, kSingleMarks.opening);
  if (opening == 0) return {};
  const size_t begin = at + opening;
  for (size_t end = begin; end < query.size();) {
    end = FindMark(query, end, kSingleMarks.closing);
    const size_t behind = end + MarkAt(query, end, kSingleMarks.closing);
    if (behind > end && AtWordEnd(query, behind)) {
      return {query.substr(begin, end - begin), behind};
    }
    end = behind;
  }
  return {};
}

bool IsHebrewLetter(UChar32 c) { return c >= 0x05D0 && c <= 0x05EA; }

bool IsBetweenHebrew(absl::string_view text, size_t at, size_t mark) {
  if (at < 2 || at + mark >= text.size()) return false;
  size_t before = at - 2;  // Hebrew letters take two bytes
  size_t after = at + mark;
  return IsHebrewLetter(CodePointAt(text, before)) && before == at &&
         IsHebrewLetter(CodePointAt(text, after));
}

}  // namespace

Quotation QuotationAt(absl::string_view query, size_t at) {
  for (const Style& style : kStyles) {
    const size_t opening = MarkAt(query, at, style.opening);
    if (opening == 0) continue;
    const size_t begin = at + opening;
    const size_t end = FindMark(query, begin, style.closing);
    return {query.substr(begin, end - begin), end + MarkAt(query, end, style.closing)};
  }
  return InSingleMarks(query, at);
}

bool EndsWordAt(absl::string_view query, size_t at) {
  if (U8_IS_TRAIL(query[at])) return false;
  return std::any_of(std::begin(kStyles), std::end(kStyles), [&](const Style& style) {
    const size_t mark =
        std::max(MarkAt(query, at, style.opening), MarkAt(query, at, style.closing));
    return mark > 0 && !IsBetweenHebrew(query, at, mark);
  });
}

}  // namespace akin
