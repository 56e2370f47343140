#include "services/recommendation/domain/text_comparison.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/score.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

double ShingleWeight(const ShingleCounts& counts, uint32_t shingle) {
  const double ratio = counts.Count(shingle) / kCommonShingle;
  return 1 / (1 + ratio * ratio);
}

double ShingleWeights(const ShingleCounts& counts, const uint32_t* begin, const uint32_t* end) {
  double sum = 0;
  for (; begin != end; ++begin) sum += ShingleWeight(counts, *begin);
  return sum;
}

// Of the smaller of what both sketches can tell.
double ShingleContainment(const ShingleCounts& counts, const ShingleSketch& a,
                          const ShingleSketch& b) {
  const uint32_t limit = std::min(a.limit, b.limit);
  const size_t a_end = a.CountBelow(limit);
  const size_t b_end = b.CountBelow(limit);
  double shared = 0;
  for (size_t i = 0, j = 0; i < a_end && j < b_end;) {
    const uint32_t x = a.shingles[i];
    const uint32_t y = b.shingles[j];
    if (x == y) shared += ShingleWeight(counts, x);
    i += x <= y;
    j += y <= x;
  }
  if (shared == 0) return 0;  // As most have: counts are far apart in memory.
  const double smaller =
      std::min(ShingleWeights(counts, a.shingles.data(), a.shingles.data() + a_end),
               ShingleWeights(counts, b.shingles.data(), b.shingles.data() + b_end));
  return smaller > 0 ? std::min(1.0, shared / smaller) : 0;
}

}  // namespace

TextComparison::TextComparison(const Corpus& corpus, const IndexedArticle& article)
    : corpus_(corpus), article_(article), vector_(VectorOf(corpus, article)), table_(vector_) {}

void TextComparison::CompareWords(ArticleIndex other, PairFeatures& features) const {
  const ArticleRecord record = corpus_.record(other);
  const Vocabulary& words = corpus_.vocabulary();
  const uint32_t base = words.IdfBase(record.language());
  uint64_t dot = 0, squares = 0, unique_squares = 0;
  record.ForEachTerm([&](uint32_t term, uint32_t frequency_weight) {
    const uint64_t of_seed = table_.WeightOf(term);
    const uint64_t weight = !article_.stored && of_seed > 0
                                ? corpus_.WeightBesideSeed(term, frequency_weight)
                                : frequency_weight * words.Idf(term, base);
    dot += weight * of_seed;
    squares += weight * weight;
    unique_squares += weight == 0 ? uint64_t{frequency_weight} * frequency_weight : 0;
  });
  const double norm = std::sqrt(static_cast<double>(squares));
  const double unique_idf = words.IdfOfUnique(record.language());
  const double full_norm = std::sqrt(static_cast<double>(squares) +
                                     static_cast<double>(unique_squares) * unique_idf * unique_idf);
  const double product = vector_.norm * norm;
  const double full_product = vector_.full_norm * full_norm;
  features.lexical_cosine = product > 0 ? std::min(1.0, static_cast<double>(dot) / product) : 0;
  features.text_cosine = product > 0 ? features.lexical_cosine * product / full_product : 0;
}

void TextComparison::ComparePhrases(const ShingleSketch& shingles, PairFeatures& features) const {
  features.shingle_containment =
      ShingleContainment(corpus_.shingle_counts(), article_.shingles, shingles);
}

double TextComparison::DuplicateScore(ArticleIndex other, const ShingleSketch& shingles) const {
  PairFeatures features;
  Compare(other, shingles, features);
  return DuplicateScoreOf(features);
}

}  // namespace akin
