#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_

#include <vector>

#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/neighbours.h"
#include "services/recommendation/domain/similar.h"
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

  const IndexedArticle& article() const { return article_; }

 private:
  void AddNeighbours(const std::vector<Neighbour>& neighbours, SmoothedVector& into) const;

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  const IndexedArticle& article_;
  const ArticleVector vector_;
  const WeightTable table_;
  SmoothedVector smoothed_;
  SmoothedVector scratch_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_FEATURES_H_
