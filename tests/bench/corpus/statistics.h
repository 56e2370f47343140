#ifndef AKIN_TESTS_BENCH_CORPUS_STATISTICS_H_
#define AKIN_TESTS_BENCH_CORPUS_STATISTICS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin::bench {

// What makes a corpus cheap or dear to index and search, in numbers that hold for one corpus beside
// another. Frequencies are of folded words; document frequencies and cosines are of stems without
// function words.
struct CorpusStatistics {
  int articles = 0;
  double median_words = 0;
  double median_distinct_stems = 0;  // of one article

  // Types grow like tokens^heaps_exponent.
  double heaps_exponent = 0;
  double types_at_100k_words = 0;  // 0: the corpus is shorter
  double once_only_share = 0;      // of the types

  // Frequency falls like rank^-slope.
  double zipf_slope_head = 0;  // ranks 10 to 1,000
  double zipf_slope_tail = 0;  // ranks 1,000 to 10,000
  double top_ten_share = 0;    // of all tokens

  // Share of the articles that has the median stem of an article, and the average one: how long
  // posting lists are.
  double median_document_share = 0;
  double mean_document_share = 0;

  // Cosine of TF-IDF vectors to the nearest other article: quantiles, and how many articles have a
  // near copy. The tenth neighbour and a random article say how crowded the rest is.
  double nearest_p10 = 0;
  double nearest_p50 = 0;
  double nearest_p90 = 0;
  double near_copy_share = 0;  // nearest at 0.8 or more
  double tenth_nearest_p50 = 0;
  double random_pair_mean = 0;
};

// Collects articles, then computes. One thread.
class StatisticsCollector {
 public:
  void Add(absl::string_view text);
  // Quadratic in the articles: meant for some thousands.
  CorpusStatistics Compute() const;

 private:
  using Counts = absl::flat_hash_map<uint32_t, int>;

  void ComputeGrowth(CorpusStatistics& out) const;
  void ComputeZipf(CorpusStatistics& out) const;
  void ComputeDocumentShares(CorpusStatistics& out) const;
  void ComputeNeighbours(CorpusStatistics& out) const;

  absl::flat_hash_map<std::string, uint32_t> words_;
  absl::flat_hash_map<std::string, uint32_t> stems_;
  std::vector<uint32_t> tokens_;     // words in order
  std::vector<int> lengths_;         // words of each article
  std::vector<Counts> stem_counts_;  // of each article
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_CORPUS_STATISTICS_H_
