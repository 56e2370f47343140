#include "services/recommendation/domain/engine_state.h"

#include <algorithm>

#include "services/recommendation/domain/features.h"

namespace akin {

std::vector<Neighbour> NearestTo(const EngineState& state, const IndexedArticle& article,
                                 ArticleIndex self, size_t candidates, size_t count) {
  const Corpus& corpus = state.corpus;
  const Comparison comparison(corpus, state.neighbours, article);
  std::vector<Neighbour> nearest;
  corpus.Search(article, kSearchEffort, [&](ArticleIndex found) {
    if (found != self) nearest.push_back({found, comparison.Joint(corpus.article(found))});
    return nearest.size() < candidates;
  });
  std::sort(nearest.begin(), nearest.end(), [&corpus](const Neighbour& a, const Neighbour& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity
                                        : corpus.Before(a.article, b.article);
  });
  if (nearest.size() > count) nearest.resize(count);
  return nearest;
}

}  // namespace akin
