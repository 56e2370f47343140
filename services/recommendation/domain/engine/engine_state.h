#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_STATE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_STATE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/index/neighbours.h"
#include "services/recommendation/domain/stories/story_book.h"

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

// Lets one article of each source count for it: of those in the story the first. To be called when
// a story has got or lost members.
void CountForSources(EngineState& state, absl::string_view story);
// After a restart, of all articles.
void CountForSources(EngineState& state);

// The articles most like `article` by unsmoothed words and subject, best first, at most `count`.
// `self` is left out.
std::vector<Neighbour> NearestTo(const EngineState& state, const IndexedArticle& article,
                                 ArticleIndex self, size_t count);

// What a stored article's list of neighbours should be: of a large corpus what they and their
// neighbours have to offer, which costs less than searching.
std::vector<Neighbour> NearestAnew(const EngineState& state, ArticleIndex article);

// Replaces a list by what was found just now.
void SetNeighbours(EngineState& state, ArticleIndex article,
                   const std::vector<Neighbour>& neighbours);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_STATE_H_
