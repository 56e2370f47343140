#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SMOOTHING_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SMOOTHING_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/neighbours.h"
#include "services/recommendation/domain/vectors.h"

namespace akin {

// A part of a smoothed vector: how much of which article.
struct SmoothingPart {
  ArticleIndex article;
  double share;
};

// Compares one smoothed vector with many. A smoothed vector is an article's own, of unit length,
// plus shares of others'; words are summed in integers, so that their order does not matter.
//
// Candidates have their neighbours in common: each article's words are read once, and numbered
// anew as they come, so that sums and products run over small dense arrays. One thread.
class SmoothedComparison {
 public:
  // `semantic_share`: of the subject in unit vectors.
  SmoothedComparison(const Corpus& corpus, double semantic_share)
      : corpus_(corpus), semantic_share_(semantic_share) {}

  // The one that the others are compared with; call first.
  void SetSeed(const ArticleVector& own, const std::vector<SmoothingPart>& parts);

  // Its cosine with the vector of an article and shares of others'; 0 where either is empty. `own`
  // stands for the article's own vector; null: as it is stored.
  double Cosine(ArticleIndex article, const ArticleVector* own,
                const std::vector<SmoothingPart>& parts);

 private:
  // A unit vector, in integers times kUnit.
  struct Unit {
    size_t begin = 0, end = 0;  // Of cells_.
    SemanticView semantic;
    double semantic_scale = 0;
    int64_t words_with_seed = 0;  // Products with the seed's vector.
    double semantic_with_seed = 0;
  };
  struct Cell {
    uint32_t word;  // As numbered here.
    int32_t weight;
  };
  // A sum of units.
  struct Sum {
    std::vector<int32_t> words;
    std::vector<double> semantic;
    int64_t words_squared = 0;  // Kept up to date while adding.
  };

  uint32_t NumberOf(uint32_t term);
  void GrowNumbers();
  Unit MakeUnit(const ArticleVector& vector);
  const Unit& UnitOf(ArticleIndex article);
  void Add(const Unit& unit, int32_t share, Sum& sum) const;
  void Remove(const Unit& unit, Sum& sum) const;
  void CompareWithSeed(Unit& unit) const;
  static double Squared(const Sum& sum);

  const Corpus& corpus_;
  const double semantic_share_;
  std::vector<std::pair<uint32_t, uint32_t>> numbers_;  // Term and number; open addressing.
  uint32_t words_ = 0;                                  // How many are numbered.
  std::vector<Cell> cells_;
  absl::flat_hash_map<ArticleIndex, Unit> units_;
  bool has_seed_ = false;
  Sum seed_;
  double seed_squared_ = 0;
  Sum other_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SMOOTHING_H_
