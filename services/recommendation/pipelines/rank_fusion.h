#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_RANK_FUSION_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_RANK_FUSION_H_

#include <cstddef>
#include <vector>

#include "absl/types/optional.h"

// Orders of the same items, made by who does not know one another's scores, merged by rank:
// reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009).
namespace akin {

// One opinion about items 0 to n - 1: the rank of each, from 1; 0: it says nothing of the item.
struct RankedOrder {
  double weight = 1;
  std::vector<int> ranks;
};

// The items, greatest sum of weight / (60 + rank) first; of equals the lower number.
std::vector<size_t> FuseByRank(size_t items, const std::vector<RankedOrder>& orders);

// The order that items stand in already.
std::vector<int> RanksAsTheyStand(size_t items);

// Ranks by score, greatest first, of equals the lower number. What has no score keeps, in this
// opinion, the rank at which it stands.
std::vector<int> RanksByScore(const std::vector<absl::optional<double>>& scores);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_RANK_FUSION_H_
