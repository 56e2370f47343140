#include "services/recommendation/domain/stories/story_drafts.h"

#include <algorithm>

namespace akin {

void StoryDrafts::Assign(absl::string_view article, absl::string_view story) {
  Draft& draft = drafts_[std::string(article)];
  if (!draft.story.empty()) Leave(article, draft.story);
  draft.story = std::string(story);
  draft.number = ++last_number_;
  members_[draft.story].emplace_back(article);
  order_.emplace_back(draft.number, article);
}

absl::string_view StoryDrafts::StoryOf(absl::string_view article, absl::string_view applied) const {
  const auto it = drafts_.find(article);
  return it == drafts_.end() ? applied : it->second.story;
}

const std::vector<std::string>& StoryDrafts::MembersOf(absl::string_view story) const {
  static const auto& none = *new std::vector<std::string>();
  const auto it = members_.find(story);
  return it == members_.end() ? none : it->second;
}

void StoryDrafts::Written(int64_t revision) { written_.emplace_back(revision, last_number_); }

void StoryDrafts::Applied(int64_t revision) {
  for (; !written_.empty() && written_.front().first <= revision; written_.pop_front()) {
    for (; !order_.empty() && order_.front().first <= written_.front().second; order_.pop_front()) {
      const auto draft = drafts_.find(order_.front().second);
      if (draft == drafts_.end() || draft->second.number != order_.front().first) continue;
      Leave(draft->first, draft->second.story);
      drafts_.erase(draft);
    }
  }
}

void StoryDrafts::Clear() { *this = StoryDrafts(); }

void StoryDrafts::Leave(absl::string_view article, absl::string_view story) {
  const auto it = members_.find(story);
  std::vector<std::string>& members = it->second;
  members.erase(std::find(members.begin(), members.end(), article));
  if (members.empty()) members_.erase(it);
}

}  // namespace akin
