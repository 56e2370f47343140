#include "services/ingestion/parse/byline.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {
namespace {

// "By" in the languages that agencies write, where it begins no name.
constexpr std::array<absl::string_view, 6> kBy = {"by ", "von ", "par ", "por ", "av ", "door "};

constexpr std::array<absl::string_view, 8> kAnd = {" and ", " und ", " et ", " y ",
                                                   " och ", " og ",  " en ", " & "};

// "Von Marco", but not "von der Leyen".
absl::string_view WithoutBy(absl::string_view byline) {
  for (absl::string_view by : kBy) {
    if (!absl::StartsWithIgnoreCase(byline, by)) continue;
    const absl::string_view rest = absl::StripLeadingAsciiWhitespace(byline.substr(by.size()));
    if (!rest.empty() && !absl::ascii_islower(rest[0])) return rest;
  }
  return byline;
}

struct Conjunction {
  size_t begin = absl::string_view::npos;
  size_t size = 0;
};

Conjunction LastAnd(absl::string_view byline) {
  Conjunction last;
  for (absl::string_view word : kAnd) {
    const size_t at = byline.rfind(word);
    if (at == absl::string_view::npos) continue;
    if (last.size == 0 || at > last.begin) last = {at, word.size()};
  }
  return last;
}

absl::string_view BeforeComma(absl::string_view text) { return text.substr(0, text.find(',')); }

}  // namespace

void AddByline(absl::string_view byline, std::vector<std::string>& people) {
  byline = WithoutBy(absl::StripAsciiWhitespace(byline));
  const Conjunction last = LastAnd(byline);
  if (last.size == 0) return AddUnique(BeforeComma(byline), people);
  for (absl::string_view name : absl::StrSplit(byline.substr(0, last.begin), ','))
    AddUnique(name, people);
  AddUnique(BeforeComma(byline.substr(last.begin + last.size)), people);
}

}  // namespace akin
