#include "services/recommendation/domain/engine_state.h"

#include <algorithm>

#include "services/recommendation/domain/features.h"

namespace akin {

std::vector<Neighbour> NearestTo(const EngineState& state, const IndexedArticle& article,
                                 ArticleIndex self, size_t candidates, size_t count) {
  constexpr size_t kAhead = 6;
  const Corpus& corpus = state.corpus;
  std::vector<ArticleIndex> found;
  corpus.Search(article, kNearestEffort, [&](ArticleIndex match) {
    if (match != self) found.push_back(match);
    return found.size() < candidates;
  });
  const Comparison comparison(corpus, state.neighbours, article);
  std::vector<Neighbour> nearest;
  nearest.reserve(found.size());
  for (size_t i = 0; i < found.size(); ++i) {
    if (i + kAhead < found.size()) corpus.Prefetch(found[i + kAhead]);
    nearest.push_back({found[i], comparison.Joint(found[i])});
  }
  std::sort(nearest.begin(), nearest.end(), [&corpus](const Neighbour& a, const Neighbour& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity
                                        : corpus.Before(a.article, b.article);
  });
  if (nearest.size() > count) nearest.resize(count);
  return nearest;
}

}  // namespace akin
