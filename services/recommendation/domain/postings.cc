#include "services/recommendation/domain/postings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace akin {
namespace {

constexpr int kLevelBits = 6;
constexpr int kLevels = 1 << kLevelBits;
constexpr double kLevelsPerOctave = 10;

// What a level stands for: 2^12 times the weight's share of the article's norm, in steps of 7 %.
const std::array<uint32_t, kLevels>& LevelValues() {
  static const std::array<uint32_t, kLevels> values = [] {
    std::array<uint32_t, kLevels> made{};
    for (int level = 0; level < kLevels; ++level) {
      made[level] = static_cast<uint32_t>(std::lround(4096 * std::exp2(-level / kLevelsPerOctave)));
    }
    return made;
  }();
  return values;
}

uint32_t LevelOf(double share) {
  const long level = std::lround(-kLevelsPerOctave * std::log2(share));
  return static_cast<uint32_t>(std::clamp<long>(level, 0, kLevels - 1));
}

double NormOf(const std::vector<Postings::Entry>& entries) {
  uint64_t sum = 0;
  for (const Postings::Entry& entry : entries) sum += uint64_t{entry.weight} * entry.weight;
  return std::sqrt(static_cast<double>(std::max<uint64_t>(sum, 1)));
}

uint32_t ArticleOf(uint32_t posting) { return posting >> kLevelBits; }

// Sums of one search, by article; kept between searches so that none has to clear a million cells.
struct Accumulator {
  std::vector<uint32_t> scores;
  std::vector<uint32_t> touched;

  void Add(uint32_t article, uint32_t score) {
    if (article >= scores.size()) scores.resize(std::max<size_t>(article + 1, 2 * scores.size()));
    if (scores[article] == 0) touched.push_back(article);
    scores[article] += score;
  }

  std::vector<Postings::Match> Take() {
    std::vector<Postings::Match> matches;
    matches.reserve(touched.size());
    for (const uint32_t article : touched) {
      matches.push_back({article, scores[article]});
      scores[article] = 0;
    }
    touched.clear();
    return matches;
  }
};

}  // namespace

void Postings::Add(uint32_t article, const std::vector<Entry>& entries) {
  const double norm = NormOf(entries);
  for (const Entry& entry : entries) {
    if (entry.term >= lists_.size()) lists_.resize(entry.term + 1);
    std::vector<Posting>& list = lists_[entry.term];
    const Posting posting = (article << kLevelBits) | LevelOf(entry.weight / norm);
    if (list.empty() || list.back() < posting) {
      list.push_back(posting);
    } else {
      list.insert(std::lower_bound(list.begin(), list.end(), posting), posting);
    }
  }
  count_ += entries.size();
}

void Postings::Remove(uint32_t article, const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    std::vector<Posting>& list = lists_[entry.term];
    list.erase(std::lower_bound(list.begin(), list.end(), article << kLevelBits));
    if (list.empty()) std::vector<Posting>().swap(list);
  }
  count_ -= entries.size();
}

void Postings::Search(const std::vector<QueryTerm>& query,
                      const std::function<bool(uint32_t, uint32_t)>& before,
                      const std::function<bool(const Match&)>& visit) const {
  static thread_local Accumulator accumulator;
  const auto& values = LevelValues();
  for (const QueryTerm& q : query) {
    if (q.term >= lists_.size() || q.weight == 0) continue;
    for (const Posting posting : lists_[q.term]) {
      // Norms are 2^12 each, so that a sum stays below 2^25 (Cauchy–Schwarz and rounding).
      accumulator.Add(ArticleOf(posting), 1 + ((q.weight * values[posting % kLevels]) >> 4));
    }
  }
  std::vector<Match> matches = accumulator.Take();
  const auto better = [&before](const Match& a, const Match& b) {
    return a.score != b.score ? a.score > b.score : before(a.article, b.article);
  };
  // Sorted in growing chunks: most callers stop after the first.
  size_t begin = 0;
  for (size_t chunk = 512; begin < matches.size(); chunk *= 4) {
    const size_t end = std::min(matches.size(), begin + chunk);
    if (end < matches.size()) {
      std::nth_element(matches.begin() + begin, matches.begin() + end, matches.end(), better);
    }
    std::sort(matches.begin() + begin, matches.begin() + end, better);
    for (; begin < end; ++begin) {
      if (!visit(matches[begin])) return;
    }
  }
}

size_t Postings::memory_bytes() const {
  size_t bytes = lists_.capacity() * sizeof(lists_[0]);
  for (const auto& list : lists_) bytes += list.capacity() * sizeof(Posting);
  return bytes;
}

}  // namespace akin
