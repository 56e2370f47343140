#include "services/recommendation/domain/story_book.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/text/fingerprint.h"

namespace akin {

std::string StoryIdFor(absl::string_view article_id) {
  return absl::StrCat(
      "s", absl::Hex(FingerprintText(article_id, FingerprintText("story")), absl::kZeroPad16));
}

std::string StoryBook::Resolve(absl::string_view story) const {
  auto it = stories_.find(story);
  while (it != stories_.end() && !it->second.merged_into.empty()) {
    story = it->second.merged_into;
    it = stories_.find(story);
  }
  return std::string(story);
}

void StoryBook::Add(ArticleIndex article, absl::string_view story) {
  Entry& entry = stories_[std::string(story)];
  entry.members.push_back(article);
  Update(std::string(story), entry);
}

void StoryBook::Remove(ArticleIndex article, absl::string_view story) {
  const auto it = stories_.find(story);
  if (it == stories_.end()) return;
  std::vector<ArticleIndex>& members = it->second.members;
  members.erase(std::remove(members.begin(), members.end(), article), members.end());
  Update(it->first, it->second);
  if (members.empty() && it->second.merged_into.empty()) stories_.erase(it);
}

void StoryBook::Refresh(absl::string_view story) {
  const auto it = stories_.find(story);
  if (it != stories_.end()) Update(it->first, it->second);
}

std::vector<ArticleIndex> StoryBook::Merge(absl::string_view from, absl::string_view into) {
  const std::string target = Resolve(into);
  if (from.empty() || target.empty() || target == from) return {};
  Entry& source = stories_[std::string(from)];
  std::vector<ArticleIndex> moved = std::move(source.members);
  source.members.clear();
  source.merged_into = target;
  Update(std::string(from), source);
  if (moved.empty()) return moved;
  Entry& destination = stories_[target];
  destination.members.insert(destination.members.end(), moved.begin(), moved.end());
  Update(target, destination);
  return moved;
}

std::vector<ArticleIndex> StoryBook::Members(absl::string_view story) const {
  const auto it = stories_.find(story);
  if (it == stories_.end()) return {};
  std::vector<ArticleIndex> members = it->second.members;
  std::sort(members.begin(), members.end(), [this](ArticleIndex a, ArticleIndex b) {
    const MetaView x = corpus_.meta(a);
    const MetaView y = corpus_.meta(b);
    return x.EventTime() != y.EventTime() ? x.EventTime() < y.EventTime() : x.id < y.id;
  });
  return members;
}

absl::optional<Story> StoryBook::Find(absl::string_view story) const {
  const auto it = stories_.find(story);
  if (it == stories_.end()) return absl::nullopt;
  return View(it->first, it->second);
}

std::vector<Story> StoryBook::List(const StoryQuery& query) const {
  std::vector<Story> stories;
  Position from = {query.not_after, ""};
  if (!query.after_id.empty()) {
    from = std::max(from, Position{query.after_time, query.after_id});
  }
  for (auto it = by_time_.lower_bound(from); it != by_time_.end(); ++it) {
    if (it->last_time < query.not_before) break;
    if (static_cast<int>(stories.size()) >= query.limit) break;
    if (it->id == query.after_id) continue;
    const Entry& entry = stories_.at(it->id);
    if (static_cast<int>(entry.members.size()) < query.min_members) continue;
    stories.push_back(View(it->id, entry));
  }
  return stories;
}

size_t StoryBook::memory_bytes() const {
  constexpr size_t kLongString = 32;
  size_t bytes = stories_.capacity() * (sizeof(std::pair<std::string, Entry>) + 1) +
                 by_time_.size() * (sizeof(Position) + kLongString);
  for (const auto& [id, entry] : stories_) {
    bytes += kLongString + entry.members.capacity() * sizeof(ArticleIndex);
  }
  return bytes;
}

Story StoryBook::View(absl::string_view id, const Entry& entry) const {
  Story story;
  story.id = std::string(id);
  story.first_time = entry.first_time;
  story.last_time = entry.last_time;
  story.merged_into = entry.merged_into.empty() ? "" : Resolve(entry.merged_into);
  for (const ArticleIndex member : Members(id)) {
    story.members.emplace_back(corpus_.meta(member).id);
  }
  return story;
}

void StoryBook::Update(const std::string& id, Entry& entry) {
  by_time_.erase({entry.last_time, id});
  entry.first_time = absl::InfinitePast();
  entry.last_time = absl::InfinitePast();
  for (const ArticleIndex member : entry.members) {
    const absl::Time time = corpus_.meta(member).EventTime();
    if (time == absl::InfinitePast()) continue;
    entry.last_time = std::max(entry.last_time, time);
    entry.first_time =
        entry.first_time == absl::InfinitePast() ? time : std::min(entry.first_time, time);
  }
  if (!entry.members.empty()) by_time_.insert({entry.last_time, id});
}

}  // namespace akin
