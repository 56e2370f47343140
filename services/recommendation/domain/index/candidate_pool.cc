#include "services/recommendation/domain/index/candidate_pool.h"

#include <algorithm>

namespace akin {
namespace {

// Articles that are brought nearer before their turn.
constexpr size_t kAhead = 6;

}  // namespace

void CandidatePool::AddNeighboursOf(ArticleIndex article) {
  neighbours_.ForEach(article, [this](ArticleIndex neighbour, double) { Add(neighbour); });
}

void CandidatePool::ScoreAdded() {
  for (size_t i = 0; i < unscored_.size(); ++i) {
    if (i + kAhead < unscored_.size()) {
      corpus_.Prefetch(unscored_[i + kAhead]);
      neighbours_.Prefetch(unscored_[i + kAhead]);
    }
    scored_.push_back({unscored_[i], score_(unscored_[i])});
  }
  unscored_.clear();
}

void CandidatePool::Expand(size_t best) {
  for (ScoreAdded(); !scored_.empty(); ScoreAdded()) {
    const auto end = scored_.begin() + static_cast<ptrdiff_t>(std::min(best, scored_.size()));
    std::partial_sort(scored_.begin(), end, scored_.end(),
                      [this](const Neighbour& a, const Neighbour& b) { return Better(a, b); });
    for (auto candidate = scored_.begin(); candidate != end; ++candidate) {
      if (expanded_.insert(candidate->article).second) AddNeighboursOf(candidate->article);
    }
    if (unscored_.empty()) return;
  }
}

std::vector<Neighbour> CandidatePool::TakeSorted() {
  ScoreAdded();
  std::sort(scored_.begin(), scored_.end(),
            [this](const Neighbour& a, const Neighbour& b) { return Better(a, b); });
  return std::move(scored_);
}

}  // namespace akin
