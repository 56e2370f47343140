#include "services/recommendation/domain/stories/story_book.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/text/fingerprint.h"

namespace akin {

std::string StoryIdFor(absl::string_view article_id) {
  return absl::StrCat(
      "s", absl::Hex(FingerprintText(article_id, FingerprintText("story")), absl::kZeroPad16));
}

std::string StoryBook::Resolve(absl::string_view story) const {
  const Entry* entry = EntryOf(story);
  while (entry != nullptr && entry->merged_into != 0) {
    story = corpus_.story_name(entry->merged_into);
    entry = &entries_[entry->merged_into];
  }
  return std::string(story);
}

void StoryBook::Add(ArticleIndex article, absl::string_view story) {
  const Number number = NumberFor(story);
  const int64_t time = TimeOf(article);
  if (entries_[number].members == 0) {
    Join(number, article);
    last_times_[number] = time;
    by_time_.insert(number);
    return;
  }
  Join(number, article);
  if (time > last_times_[number]) Move(number, time);
}

void StoryBook::Restore(ArticleIndex article, absl::string_view story) {
  const Number number = NumberFor(story);
  const int64_t time = TimeOf(article);
  int64_t& last_time = last_times_[number];
  last_time = entries_[number].members == 0 ? time : std::max(last_time, time);
  Join(number, article);
}

void StoryBook::FinishRestore() {
  std::vector<Number> listed;
  for (Number i = 0; i < entries_.size(); ++i) {
    if (entries_[i].members > 0) listed.push_back(i);
  }
  std::sort(listed.begin(), listed.end(), by_time_.key_comp());
  by_time_.clear();
  for (const Number story : listed) by_time_.insert(by_time_.end(), story);
}

void StoryBook::Remove(ArticleIndex article, absl::string_view story) {
  const Number number = corpus_.FindStory(story);
  if (number == 0 || number >= entries_.size()) return;
  Entry& entry = entries_[number];
  ArticleIndex* link = &entry.newest;
  while (*link != kNoArticle && *link != article) link = &next_[*link];
  if (*link == kNoArticle) return;
  *link = next_[article];
  --entry.members;
  int64_t last_time = kNoTime;
  ForEachMember(entry, [&](ArticleIndex i) { last_time = std::max(last_time, TimeOf(i)); });
  if (entry.members == 0) by_time_.erase(number);
  if (last_time != last_times_[number]) Move(number, last_time);
}

std::vector<ArticleIndex> StoryBook::Merge(absl::string_view from, absl::string_view into) {
  const std::string target = Resolve(into);
  if (from.empty() || target.empty() || target == from) return {};
  const Number source = NumberFor(from);
  const Number destination = NumberFor(target);
  std::vector<ArticleIndex> moved;
  ForEachMember(entries_[source], [&moved](ArticleIndex i) { moved.push_back(i); });
  by_time_.erase(source);
  entries_[source] = {.merged_into = destination};
  for (const ArticleIndex i : moved) Add(i, target);
  return moved;
}

std::vector<ArticleIndex> StoryBook::Members(absl::string_view story) const {
  const Entry* entry = EntryOf(story);
  if (entry == nullptr) return {};
  std::vector<std::pair<int64_t, ArticleIndex>> members;
  members.reserve(entry->members);
  ForEachMember(*entry, [&](ArticleIndex i) { members.emplace_back(TimeOf(i), i); });
  std::sort(members.begin(), members.end(), [this](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first
                              : corpus_.record(a.second).id() < corpus_.record(b.second).id();
  });
  std::vector<ArticleIndex> articles;
  articles.reserve(members.size());
  for (const auto& [time, article] : members) articles.push_back(article);
  return articles;
}

absl::optional<Story> StoryBook::Find(absl::string_view story) const {
  const Entry* entry = EntryOf(story);
  if (entry == nullptr || (entry->members == 0 && entry->merged_into == 0)) return absl::nullopt;
  return View(story, *entry);
}

std::vector<Story> StoryBook::List(const StoryQuery& query) const {
  std::vector<Story> stories;
  Position from = {absl::ToUnixMillis(query.not_after), ""};
  const Position after = {absl::ToUnixMillis(query.after_time), query.after_id};
  if (!query.after_id.empty() && by_time_.key_comp()(from, after)) from = after;
  for (auto it = by_time_.lower_bound(from); it != by_time_.end(); ++it) {
    const auto [last_time, id] = PositionOf(*it);
    if (absl::FromUnixMillis(last_time) < query.not_before) break;
    if (static_cast<int>(stories.size()) >= query.limit) break;
    if (id == query.after_id) continue;
    const Entry& entry = entries_[*it];
    if (static_cast<int>(entry.members) < query.min_members) continue;
    stories.push_back(View(id, entry));
  }
  return stories;
}

size_t StoryBook::memory_bytes() const {
  constexpr double kSlack = 1.4;  // Of the tree.
  return entries_.memory_bytes() + last_times_.memory_bytes() + next_.memory_bytes() +
         static_cast<size_t>(static_cast<double>(by_time_.size() * sizeof(Number)) * kSlack);
}

const StoryBook::Entry* StoryBook::EntryOf(absl::string_view story) const {
  const Number number = corpus_.FindStory(story);
  return number == 0 || number >= entries_.size() ? nullptr : &entries_[number];
}

StoryBook::Number StoryBook::NumberFor(absl::string_view story) {
  const Number number = corpus_.InternStory(story);
  entries_.grow_to(number + 1);
  last_times_.grow_to(number + 1);
  return number;
}

int64_t StoryBook::TimeOf(ArticleIndex article) const {
  return absl::ToUnixMillis(corpus_.meta(article).EventTime());
}

void StoryBook::Join(Number story, ArticleIndex article) {
  next_.grow_to(article + 1);
  next_[article] = std::exchange(entries_[story].newest, article);
  ++entries_[story].members;
}

// In the order of lists; one without members is not there.
void StoryBook::Move(Number story, int64_t last_time) {
  const bool is_listed = by_time_.erase(story) > 0;
  last_times_[story] = last_time;
  if (is_listed) by_time_.insert(story);
}

Story StoryBook::View(absl::string_view id, const Entry& entry) const {
  Story story;
  story.id = std::string(id);
  if (entry.merged_into != 0) story.merged_into = Resolve(id);
  for (const ArticleIndex member : Members(id)) {
    const MetaView meta = corpus_.meta(member);
    story.last_time = std::max(story.last_time, meta.EventTime());
    if (story.first_time == absl::InfinitePast()) story.first_time = meta.EventTime();
    story.members.emplace_back(meta.id);
  }
  return story;
}

}  // namespace akin
