#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STORY_SEARCH_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STORY_SEARCH_H_

#include <vector>

#include "services/recommendation/domain/engine/arrivals.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/stories/story.h"
#include "services/recommendation/domain/stories/story_drafts.h"

namespace akin {

// The story that a stored article should be in: looked for among what was near when it came, if
// `arrivals` remembers that, else among what is near now. Call under the state's lock.
StoryDecision FindStoryFor(const EngineState& state, const Arrivals& arrivals, ArticleIndex article,
                           const StoryDrafts& drafts);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STORY_SEARCH_H_
