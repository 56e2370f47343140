#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DRAFTS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DRAFTS_H_

#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace akin {

// Stories of articles as they have been decided, but not yet come back through the log: together
// with what the engine holds, what the next decision goes by. Thread-compatible.
class StoryDrafts {
 public:
  // In place of an earlier draft for the article.
  void Assign(absl::string_view article, absl::string_view story);

  // `applied`: the article's story in the engine, which counts where there is no draft.
  absl::string_view StoryOf(absl::string_view article, absl::string_view applied) const;
  // Articles that are in the story by a draft.
  const std::vector<std::string>& MembersOf(absl::string_view story) const;

  // All drafts since the last call are in the log by `revision`,
  void Written(int64_t revision);
  // and are not needed any more when the engine has applied it.
  void Applied(int64_t revision);

  void Clear();
  bool empty() const { return drafts_.empty(); }
  size_t size() const { return drafts_.size(); }

 private:
  struct Draft {
    std::string story;
    uint64_t number;  // Of this class's drafts.
  };

  void Leave(absl::string_view article, absl::string_view story);

  absl::flat_hash_map<std::string, Draft> drafts_;                      // By article.
  absl::flat_hash_map<std::string, std::vector<std::string>> members_;  // By story.
  std::deque<std::pair<uint64_t, std::string>> order_;  // Numbers and articles, also of replaced.
  std::deque<std::pair<int64_t, uint64_t>> written_;    // Revisions and the last of their numbers.
  uint64_t last_number_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_DRAFTS_H_
