#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_H_

#include <vector>

#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/neighbours.h"
#include "services/recommendation/domain/story_book.h"

namespace akin {

// All that an answer depends on. Thread-compatible.
struct EngineState {
  Corpus corpus;
  Neighbours neighbours{corpus};
  StoryBook stories{corpus};

  EngineState() = default;
  EngineState(const EngineState&) = delete;  // The parts point at one another.
  EngineState& operator=(const EngineState&) = delete;
};

// What is enough for the few nearest, which arrivals ask for.
inline constexpr Postings::Effort kNearestEffort = {.postings = 30'000, .articles = 8'000};

// The articles most like `article` by unsmoothed words and subject, best first: at most `count` of
// the first `candidates` that the index finds. `self` is left out.
std::vector<Neighbour> NearestTo(const EngineState& state, const IndexedArticle& article,
                                 ArticleIndex self, size_t candidates, size_t count);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_H_
