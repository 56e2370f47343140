#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_VECTORS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_VECTORS_H_

#include <cstdint>
#include <vector>

#include "services/recommendation/domain/index/corpus.h"

namespace akin {

// An article as scoring compares it: its words by frequency and idf, and its subject. Sums over it
// are exact integers, so results do not depend on the order of terms.
struct ArticleVector {
  struct Entry {
    uint32_t term;
    uint32_t weight;  // Below 2^20.
  };
  std::vector<Entry> entries;  // Ascending by term; zero weights left out.
  double norm = 0;             // Of `entries`.
  double full_norm = 0;        // The words that only this article has included.
  SemanticView semantic;
};

// `article` must outlive the vector.
ArticleVector VectorOf(const Corpus& corpus, const IndexedArticle& article);

// One article's weights by term, to look up while going through another's terms once. Immutable.
class WeightTable {
 public:
  explicit WeightTable(const ArticleVector& vector);

  // 0 for other terms. Without branches, since most terms are others and none can be foretold.
  uint32_t WeightOf(uint32_t term) const {
    const Bucket& bucket = buckets_[(term * kSpread) >> shift_];
    uint32_t weight = 0;
    for (int i = 0; i < kPlaces; ++i) weight |= bucket.terms[i] == term ? bucket.weights[i] : 0;
    return weight;
  }

 private:
  static constexpr uint32_t kSpread = 0x9e3779b1u;
  static constexpr int kPlaces = 4;

  struct Bucket {
    uint32_t terms[kPlaces] = {kNoTerm, kNoTerm, kNoTerm, kNoTerm};
    uint32_t weights[kPlaces] = {};
  };

  bool Fill(const ArticleVector& vector);

  std::vector<Bucket> buckets_;  // 2^(32 - shift_).
  int shift_ = 25;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_VECTORS_H_
