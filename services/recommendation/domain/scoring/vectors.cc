#include "services/recommendation/domain/scoring/vectors.h"

#include <algorithm>
#include <cmath>

namespace akin {

ArticleVector VectorOf(const Corpus& corpus, const IndexedArticle& article) {
  ArticleVector vector;
  vector.entries.reserve(article.terms.size());
  uint64_t squares = 0;
  uint64_t unique_squares = article.unknown_squares;
  for (const IndexedArticle::Term& term : article.terms) {
    const uint32_t weight = corpus.Weight(article, term);
    if (weight > 0) vector.entries.push_back({term.id, weight});
    squares += uint64_t{weight} * weight;
    if (weight == 0) unique_squares += uint64_t{term.weight} * term.weight;
  }
  const double unique_idf = corpus.vocabulary().IdfOfUnique(article.language);
  vector.norm = std::sqrt(static_cast<double>(squares));
  vector.full_norm = std::sqrt(static_cast<double>(squares) +
                               static_cast<double>(unique_squares) * unique_idf * unique_idf);
  vector.semantic = article.semantic;
  return vector;
}

WeightTable::WeightTable(const ArticleVector& vector) {
  while (!Fill(vector)) --shift_;
}

// False if some bucket is too small.
bool WeightTable::Fill(const ArticleVector& vector) {
  buckets_.assign(size_t{1} << (32 - shift_), Bucket());
  for (const ArticleVector::Entry& entry : vector.entries) {
    Bucket& bucket = buckets_[(entry.term * kSpread) >> shift_];
    int place = 0;
    while (place < kPlaces && bucket.terms[place] != kNoTerm) ++place;
    if (place == kPlaces) return false;
    bucket.terms[place] = entry.term;
    bucket.weights[place] = entry.weight;
  }
  return true;
}

}  // namespace akin
