#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DECISION_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DECISION_H_

#include <string>
#include <vector>

#include "services/recommendation/domain/similar.h"
#include "services/recommendation/domain/stories/story.h"
#include "services/recommendation/domain/text/document.h"

// Which story an article belongs to: pure functions of what was compared.
namespace akin {

// A stored article that the new one was compared with.
struct StoryCandidate {
  MetaView meta;
  PairFeatures features;
  // Of its story when that is not empty.
  bool founded_story = false;  // The story's id was derived from its founder's.
  absl::Time founder_time = absl::InfinitePast();
  std::string founder_id;
  size_t story_size = 0;
};

// 0..1: how likely two articles report one event. This and above is a link.
inline constexpr double kEventLink = 0.5;
double SameEventScore(const PairFeatures& features);
// The most that it can be when phrases and numbers have not been compared yet.
double MostSameEventScore(PairFeatures features);

// Joins the story of the best link; where links lead to several stories that are one, merges them.
// A story is named after its earliest article as long as it is younger than an hour, so that the
// order in which articles of one hour arrive does not show in the end.
StoryDecision DecideStoryOf(const MetaView& article, const std::vector<StoryCandidate>& candidates);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DECISION_H_
