#include "services/recommendation/pipelines/rank_fusion.h"

#include <algorithm>
#include <numeric>

namespace akin {

std::vector<size_t> FuseByRank(size_t items, const std::vector<RankedOrder>& orders) {
  constexpr double kRankConstant = 60;
  std::vector<double> sums(items, 0);
  for (const RankedOrder& order : orders) {
    for (size_t i = 0; i < items; ++i) {
      if (order.ranks[i] > 0) sums[i] += order.weight / (kRankConstant + order.ranks[i]);
    }
  }
  std::vector<size_t> fused(items);
  std::iota(fused.begin(), fused.end(), size_t{0});
  std::stable_sort(fused.begin(), fused.end(),
                   [&](size_t a, size_t b) { return sums[a] > sums[b]; });
  return fused;
}

std::vector<int> RanksAsTheyStand(size_t items) {
  std::vector<int> ranks(items);
  std::iota(ranks.begin(), ranks.end(), 1);
  return ranks;
}

std::vector<int> RanksByScore(const std::vector<absl::optional<double>>& scores) {
  std::vector<size_t> scored;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (scores[i]) scored.push_back(i);
  }
  std::stable_sort(scored.begin(), scored.end(),
                   [&](size_t a, size_t b) { return *scores[a] > *scores[b]; });
  std::vector<int> ranks = RanksAsTheyStand(scores.size());
  for (size_t place = 0; place < scored.size(); ++place) {
    ranks[scored[place]] = static_cast<int>(place + 1);
  }
  return ranks;
}

}  // namespace akin
