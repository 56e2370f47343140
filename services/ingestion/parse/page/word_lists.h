#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_WORD_LISTS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_WORD_LISTS_H_

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

// What readers of pages know by heart, written as one text: "comment comments disqus", and for
// phrases "written by|posted by". Lists have to outlive what is made of them.
namespace akin {

using WordSet = absl::flat_hash_set<absl::string_view>;

inline WordSet WordsIn(absl::string_view list) {
  return absl::StrSplit(list, ' ', absl::SkipEmpty());
}

inline std::vector<absl::string_view> PhrasesIn(absl::string_view list) {
  return absl::StrSplit(list, '|', absl::SkipEmpty());
}

inline bool ContainsAny(absl::string_view text, const std::vector<absl::string_view>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](absl::string_view phrase) { return absl::StrContains(text, phrase); });
}

inline bool StartsWithAny(absl::string_view text, const std::vector<absl::string_view>& phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](absl::string_view phrase) { return absl::StartsWith(text, phrase); });
}

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_WORD_LISTS_H_
