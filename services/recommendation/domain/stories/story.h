#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace akin {

struct StoryMerge {
  std::string from;
  std::string into;
};

// What should be written to the log about one article. Merges come before the assignment.
struct StoryDecision {
  std::string story;
  bool is_new = false;  // Nobody else is in `story` yet.
  std::vector<StoryMerge> merges;
  std::string evidence_id;  // The member that was most alike; empty when is_new.
  double confidence = 0;    // 0..1
};

struct Story {
  std::string id;
  std::vector<std::string> members;              // Article ids, oldest first, then by id.
  absl::Time first_time = absl::InfinitePast();  // Of its members; InfinitePast: none is known.
  absl::Time last_time = absl::InfinitePast();
  std::string merged_into;  // Not empty: it has no members any more; the surviving story.
};

// Which stories to list: newest last_time first, ties by id.
struct StoryQuery {
  absl::Time not_before = absl::InfinitePast();  // last_time is at or after it.
  absl::Time not_after = absl::InfiniteFuture();
  int min_members = 1;
  int limit = 100;
  // Position to go on after, from the last story of the previous page; empty id: from the start.
  std::string after_id;
  absl::Time after_time = absl::InfiniteFuture();
};

// The id of the story that `article_id` founds.
std::string StoryIdFor(absl::string_view article_id);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_H_
