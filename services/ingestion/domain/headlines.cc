#include "services/ingestion/domain/headlines.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "common/text/segment.h"
#include "common/text/unicode.h"

namespace akin {
namespace {

// Of what two texts say, when they are compared.
constexpr size_t kMaxComparedBytes = 1'000;

// Texts that share fewer words than these may do so by chance.
constexpr size_t kTellingWords = 6;

using Words = absl::flat_hash_set<std::string>;

Words WordsOf(absl::string_view text) {
  const std::string folded = FoldForMatching(TruncateUtf8(text, kMaxComparedBytes));
  Words words;
  for (const WordSpan& word : SegmentWords(folded, {.split_at_apostrophe = true}))
    words.insert(folded.substr(word.begin, word.end - word.begin));
  return words;
}

size_t CountShared(const Words& a, const Words& b) {
  return std::count_if(a.begin(), a.end(),
                       [&](const std::string& word) { return b.contains(word); });
}

Words NumbersAmong(const Words& words) {
  Words numbers;
  for (const std::string& word : words) {
    if (absl::ascii_isdigit(word[0])) numbers.insert(word);
  }
  return numbers;
}

// Whether each has a number that the other has not.
bool Contradict(const Words& a, const Words& b) {
  const Words numbers = NumbersAmong(a), others = NumbersAmong(b);
  return CountShared(numbers, others) < std::min(numbers.size(), others.size());
}

Likeness Compare(const Words& a, const Words& b) {
  const size_t fewer = std::min(a.size(), b.size());
  const size_t shared = CountShared(a, b);
  if (fewer == 0 || 2 * shared < fewer) return Likeness::kUnlike;
  if (shared == fewer) return Likeness::kWithin;
  return 3 * shared >= 2 * fewer ? Likeness::kClose : Likeness::kAlike;
}

}  // namespace

Likeness CompareHeadlines(absl::string_view a, absl::string_view b) {
  if (a == b) return Likeness::kWithin;
  const Words words = WordsOf(a), others = WordsOf(b);
  const Likeness likeness = Compare(words, others);
  const bool doubtful = likeness == Likeness::kClose && Contradict(words, others);
  return doubtful ? Likeness::kAlike : likeness;
}

bool AreAlike(absl::string_view a, absl::string_view b) {
  return CompareHeadlines(a, b) != Likeness::kUnlike;
}

Likeness CompareTexts(absl::string_view a, absl::string_view b) {
  if (a.empty() || b.empty()) return Likeness::kAlike;
  const Words words = WordsOf(a), others = WordsOf(b);
  const bool telling = CountShared(words, others) >= kTellingWords;
  const Likeness likeness = Compare(words, others);
  return telling ? likeness : std::min(likeness, Likeness::kAlike);
}

}  // namespace akin
