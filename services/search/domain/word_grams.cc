#include "services/search/domain/word_grams.h"

#include <unicode/utf8.h>

#include <cmath>

namespace akin {
namespace {

constexpr int kLetters = 4;

uint16_t BeginOf(absl::string_view gram) {
  const unsigned first = gram.empty() ? 0 : static_cast<unsigned char>(gram[0]);
  const unsigned second = gram.size() < 2 ? 0 : static_cast<unsigned char>(gram[1]);
  return static_cast<uint16_t>(first << 8 | second);
}

// Calls `visit` for each gram of `word`: the whole word if it is shorter.
template <typename Visit>
void ForEachGram(absl::string_view word, const Visit& visit) {
  size_t end = 0;
  int letters = 0;
  const auto advance = [&](size_t& at) {
    do {
      ++at;
    } while (at < word.size() && U8_IS_TRAIL(word[at]));
  };
  for (; end < word.size() && letters < kLetters; ++letters) advance(end);
  size_t begin = 0;
  visit(word.substr(0, end));
  while (end < word.size()) {
    advance(begin);
    advance(end);
    visit(word.substr(begin, end - begin));
  }
}

}  // namespace

WordGrams::WordGrams(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    std::vector<int> grams;
    ForEachGram(word, [&](absl::string_view gram) {
      const auto [found, is_new] = numbers_.emplace(gram, static_cast<int>(weights_.size()));
      if (is_new) weights_.push_back(0);
      begins_.set(BeginOf(gram));
      grams.push_back(found->second);
    });
    for (const int gram : grams) weights_[gram] += 1 / std::sqrt(static_cast<double>(grams.size()));
  }
}

int WordGrams::Find(absl::string_view gram) const {
  if (!begins_.test(BeginOf(gram))) return -1;
  const auto found = numbers_.find(gram);
  return found == numbers_.end() ? -1 : found->second;
}

void WordGrams::Count(absl::string_view word, double times, GramCounts& counts) const {
  if (counts.counts.empty()) counts.counts.resize(size());
  ForEachGram(word, [&](absl::string_view gram) {
    counts.total += times;
    if (const int number = Find(gram); number >= 0) counts.counts[number] += times;
  });
}

}  // namespace akin
