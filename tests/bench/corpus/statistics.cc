#include "tests/bench/corpus/statistics.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "common/text/analysis.h"

namespace akin::bench {
namespace {

constexpr double kNearCopy = 0.8;

// Of an unordered list; 0 if it is empty.
template <typename T>
double Quantile(std::vector<T> values, double q) {
  if (values.empty()) return 0;
  const auto nth = values.begin() + static_cast<int64_t>(q * (values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

// Least squares through points (log x, log y).
class LogLogFit {
 public:
  void Add(double x, double y) {
    const double lx = std::log(x), ly = std::log(y);
    ++n_, sx_ += lx, sy_ += ly, sxx_ += lx * lx, sxy_ += lx * ly;
  }
  double slope() const {
    const double spread = n_ * sxx_ - sx_ * sx_;
    return spread > 0 ? (n_ * sxy_ - sx_ * sy_) / spread : 0;
  }

 private:
  double n_ = 0, sx_ = 0, sy_ = 0, sxx_ = 0, sxy_ = 0;
};

uint32_t IdOf(absl::flat_hash_map<std::string, uint32_t>& ids, const std::string& word) {
  return ids.try_emplace(word, ids.size()).first->second;
}

// Points spread evenly over the logarithm of the ranks, so that the crowded tail does not decide.
double SlopeBetween(const std::vector<int>& frequencies, double from, double to) {
  LogLogFit fit;
  for (double rank = from; rank <= to && rank <= frequencies.size(); rank *= 1.1)
    fit.Add(rank, frequencies[static_cast<size_t>(rank) - 1]);
  return -fit.slope();
}

}  // namespace

void StatisticsCollector::Add(absl::string_view text) {
  Counts& counts = stem_counts_.emplace_back();
  const auto tokens = AnalyzeWords(text, "en");
  for (const Token& token : tokens) {
    tokens_.push_back(IdOf(words_, token.folded));
    if (!token.is_stop) ++counts[IdOf(stems_, token.stem)];
  }
  lengths_.push_back(tokens.size());
}

CorpusStatistics StatisticsCollector::Compute() const {
  CorpusStatistics out;
  out.articles = lengths_.size();
  out.median_words = Quantile(lengths_, 0.5);
  std::vector<int> distinct;
  for (const Counts& counts : stem_counts_) distinct.push_back(counts.size());
  out.median_distinct_stems = Quantile(distinct, 0.5);
  ComputeGrowth(out);
  ComputeZipf(out);
  ComputeDocumentShares(out);
  ComputeNeighbours(out);
  return out;
}

void StatisticsCollector::ComputeGrowth(CorpusStatistics& out) const {
  constexpr size_t kFrom = 1000;  // the first few words say nothing about growth
  LogLogFit fit;
  std::vector<bool> seen(words_.size());
  double types = 0;
  double next = kFrom;
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (!seen[tokens_[i]]) ++types;
    seen[tokens_[i]] = true;
    if (i + 1 == 100000) out.types_at_100k_words = types;
    if (i + 1 >= next) {
      fit.Add(i + 1, types);
      next *= 1.1;
    }
  }
  out.heaps_exponent = fit.slope();
}

void StatisticsCollector::ComputeZipf(CorpusStatistics& out) const {
  std::vector<int> frequencies(words_.size());
  for (const uint32_t token : tokens_) ++frequencies[token];
  std::sort(frequencies.begin(), frequencies.end(), std::greater<>());
  if (frequencies.empty()) return;
  out.zipf_slope_head = SlopeBetween(frequencies, 10, 1000);
  out.zipf_slope_tail = SlopeBetween(frequencies, 1000, 10000);
  double top = 0;
  for (size_t i = 0; i < std::min<size_t>(10, frequencies.size()); ++i) top += frequencies[i];
  out.top_ten_share = top / tokens_.size();
  out.once_only_share =
      std::count(frequencies.begin(), frequencies.end(), 1) / double(frequencies.size());
}

void StatisticsCollector::ComputeDocumentShares(CorpusStatistics& out) const {
  std::vector<int> document_frequency(stems_.size());
  for (const Counts& counts : stem_counts_)
    for (const auto& [stem, count] : counts) ++document_frequency[stem];
  std::vector<int> of_postings;
  double sum = 0;
  for (const Counts& counts : stem_counts_) {
    for (const auto& [stem, count] : counts) {
      of_postings.push_back(document_frequency[stem]);
      sum += document_frequency[stem];
    }
  }
  if (of_postings.empty()) return;
  out.mean_document_share = sum / of_postings.size() / out.articles;
  out.median_document_share = Quantile(std::move(of_postings), 0.5) / out.articles;
}

void StatisticsCollector::ComputeNeighbours(CorpusStatistics& out) const {
  const int n = out.articles;
  if (n < 11) return;
  std::vector<std::vector<std::pair<int, float>>> postings(stems_.size());
  std::vector<std::vector<std::pair<uint32_t, float>>> vectors(n);
  std::vector<int> document_frequency(stems_.size());
  for (const Counts& counts : stem_counts_)
    for (const auto& [stem, count] : counts) ++document_frequency[stem];
  for (int i = 0; i < n; ++i) {
    double norm = 0;
    for (const auto& [stem, count] : stem_counts_[i]) {
      const double weight =
          (1 + std::log(count)) * std::log(1 + double(n) / document_frequency[stem]);
      vectors[i].emplace_back(stem, weight);
      norm += weight * weight;
    }
    for (auto& [stem, weight] : vectors[i]) {
      weight /= std::sqrt(norm);
      postings[stem].emplace_back(i, weight);
    }
  }
  std::vector<float> nearest, tenth;
  double all = 0;
  int copies = 0;
  for (int i = 0; i < n; ++i) {
    std::vector<float> cosine(n);
    for (const auto& [stem, weight] : vectors[i])
      for (const auto& [other, other_weight] : postings[stem])
        cosine[other] += weight * other_weight;
    cosine[i] = 0;
    for (const float c : cosine) all += c;
    std::partial_sort(cosine.begin(), cosine.begin() + 10, cosine.end(), std::greater<>());
    nearest.push_back(cosine[0]);
    tenth.push_back(cosine[9]);
    if (cosine[0] >= kNearCopy) ++copies;
  }
  out.nearest_p10 = Quantile(nearest, 0.1);
  out.nearest_p50 = Quantile(nearest, 0.5);
  out.nearest_p90 = Quantile(nearest, 0.9);
  out.tenth_nearest_p50 = Quantile(tenth, 0.5);
  out.near_copy_share = copies / double(n);
  out.random_pair_mean = all / n / (n - 1);
}

}  // namespace akin::bench
