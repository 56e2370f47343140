#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_

#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/neighbours.h"
#include "services/recommendation/domain/similar.h"
#include "services/recommendation/domain/smoothing.h"
#include "services/recommendation/domain/vectors.h"

namespace akin {

// An article that many others are compared with, prepared once. One thread. `corpus`, `neighbours`
// and `article` must outlive it.
class Comparison {
 public:
  Comparison(const Corpus& corpus, const Neighbours& neighbours, const IndexedArticle& article);

  // Words and subject, unsmoothed: what candidates are first ordered by.
  double Joint(ArticleIndex other) const;

  // The seed's neighbours are the stored ones, or for an article that is not stored the best of
  // `candidates`, which carry the joint cosine. Call before Smoothed().
  void Smooth(const std::vector<Neighbour>& candidates);
  double Smoothed(ArticleIndex other);

  // All features but the smoothed cosine.
  PairFeatures Features(const IndexedArticle& other) const;
  // What DuplicateScoreOf(Features(other)) says.
  double DuplicateScore(const IndexedArticle& other) const;

  const IndexedArticle& article() const { return article_; }

 private:
  // Cosines and what titles and names have in common, in one pass over the words.
  void CompareWords(const IndexedArticle& other, PairFeatures& features) const;

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  const IndexedArticle& article_;
  const ArticleVector vector_;
  const WeightTable table_;
  const double smoothing_;
  double title_idfs_ = 0;  // Sums over its own words in the title,
  double name_idfs_ = 0;   // and in names.
  absl::flat_hash_map<uint32_t, IndexedArticle::Term> marked_;  // Those, by id.
  std::unique_ptr<SmoothedComparison> smoothed_;                // Once Smooth() was called.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_
