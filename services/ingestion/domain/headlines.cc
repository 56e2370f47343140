#include "services/ingestion/domain/headlines.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_split.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

absl::flat_hash_set<std::string> WordsOf(absl::string_view headline) {
  return absl::StrSplit(FoldForMatching(headline), absl::ByAnyChar(" \t\r\n.,:;!?'\"()-"),
                        absl::SkipEmpty());
}

}  // namespace

bool AreAlike(absl::string_view a, absl::string_view b) {
  if (a == b) return true;
  const absl::flat_hash_set<std::string> words = WordsOf(a), others = WordsOf(b);
  const size_t fewer = std::min(words.size(), others.size());
  const size_t shared = std::count_if(
      words.begin(), words.end(), [&](const std::string& word) { return others.contains(word); });
  return fewer > 0 && 2 * shared >= fewer;
}

}  // namespace akin
