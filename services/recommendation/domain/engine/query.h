#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_QUERY_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_QUERY_H_

#include <memory>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "services/recommendation/domain/arranging/arrange.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/prepared_seed.h"
#include "services/recommendation/domain/index/candidate_pool.h"
#include "services/recommendation/domain/scoring/features.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// One question, answered in the steps of the design: retrieve, score, arrange. One thread; `state`
// and `request` must outlive it and not change meanwhile.
class SimilarQuery {
 public:
  struct Limits {
    size_t candidates;        // Of the first stage, at least.
    size_t reranked;          // With smoothed vectors, at least.
    Postings::Effort effort;  // Of one search of the index, at least.
  };

  static absl::StatusOr<std::unique_ptr<SimilarQuery>> Create(
      const EngineState& state, const SimilarRequest& request,
      const std::vector<PreparedSeed>& seeds, const std::vector<PreparedSeed>& negatives,
      const Limits& limits);

  SimilarResult Answer();

  // How a candidate fared. Call after Answer().
  Explanation Explain(ArticleIndex candidate);

 private:
  struct Part {
    std::unique_ptr<IndexedArticle> article;
    ArticleIndex index = kNoArticle;  // If it is stored.
    std::unique_ptr<Comparison> comparison;
  };
  struct Scored {
    ArticleIndex article;
    ShingleSketch shingles;
    double similarity = 0;  // Calibrated, over all seeds and negatives.
    double duplicate_score = 0;
    PairFeatures features;  // Those of Comparison::Essentials, with the seed that it is most like.
    size_t seed = 0;        // Which one that is.
  };

  SimilarQuery(const EngineState& state, const SimilarRequest& request, const Limits& limits)
      : state_(state), request_(request), limits_(limits) {}

  absl::Status AddPart(const PreparedSeed& seed, std::vector<Part>& parts);
  bool Try(size_t scale);
  std::vector<Neighbour> Retrieve(size_t scale);
  bool IsAdmitted(ArticleIndex article) const;
  bool PassesFloor(const Scored& scored) const;
  void AddProposals(std::vector<Neighbour>& found) const;
  void AddCandidates(size_t limit, const Postings::Effort& effort, CandidatePool& pool);
  void AddFromIndex(const IndexedArticle& seed, size_t limit, const Postings::Effort& effort,
                    CandidatePool& pool);
  double JointWithSeeds(ArticleIndex article) const;
  void Rerank(size_t count);
  std::vector<Neighbour> NearestIfNotListed(ArticleIndex article) const;
  void Score(Scored& scored);
  bool IsDone() const;
  void ArrangeScored();
  ArrangeSeed SeedToArrange() const;
  std::string StandInOf(ArticleIndex article) const;
  std::vector<std::string> WhyNot(const Scored& scored, Fate fate) const;
  Hit MakeHit(const Arrangement::Place& place) const;
  void CountStandIns(const Arrangement::Place& place, Hit& hit) const;
  const IndexedArticle& SeedOf(const Scored& scored) const;
  PairFeatures AllFeatures(const Scored& scored, const IndexedArticle& article) const;

  const EngineState& state_;
  const SimilarRequest& request_;
  const Limits limits_;
  std::vector<Part> seeds_;
  std::vector<Part> negatives_;
  absl::flat_hash_set<ArticleIndex> excluded_;
  absl::flat_hash_set<ArticleIndex> passing_;       // The floor, however dissimilar.
  absl::Time older_than_ = absl::InfiniteFuture();  // BACKGROUND's limit.
  bool search_exhausted_ = false;
  std::vector<Neighbour> found_;  // By the first stage, best joint cosine first.
  size_t looked_at_ = 0;          // So many of those;
  std::vector<Scored> scored_;    // which of them are admitted.
  Arrangement arrangement_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_QUERY_H_
