#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CANDIDATE_POOL_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CANDIDATE_POOL_H_

#include <functional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/index/neighbours.h"

namespace akin {

// Candidates, each scored once. Lists of neighbours lead from good ones to others that are as good:
// the index need only find some of what is near. One thread.
class CandidatePool {
 public:
  using Score = std::function<double(ArticleIndex)>;

  // All must outlive the pool.
  CandidatePool(const Corpus& corpus, const Neighbours& neighbours, Score score)
      : corpus_(corpus), neighbours_(neighbours), score_(std::move(score)) {}

  void Add(ArticleIndex article) {
    if (known_.insert(article).second) unscored_.push_back(article);
  }
  void AddNeighboursOf(ArticleIndex article);

  // Adds the neighbours of the best so many, until these have no others.
  void Expand(size_t best);

  // All, best first.
  std::vector<Neighbour> TakeSorted();

 private:
  bool Better(const Neighbour& a, const Neighbour& b) const {
    return a.similarity != b.similarity ? a.similarity > b.similarity
                                        : corpus_.Before(a.article, b.article);
  }
  void ScoreAdded();

  const Corpus& corpus_;
  const Neighbours& neighbours_;
  const Score score_;
  absl::flat_hash_set<ArticleIndex> known_;
  absl::flat_hash_set<ArticleIndex> expanded_;
  std::vector<ArticleIndex> unscored_;
  std::vector<Neighbour> scored_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_CANDIDATE_POOL_H_
