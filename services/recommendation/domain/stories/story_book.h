#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_BOOK_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_BOOK_H_

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/stories/story.h"
#include "services/recommendation/domain/tables/paged_vector.h"

namespace akin {

// Which articles are in which story, as the log has it. Most stories have one article, so a story
// is a few numbers under the one that the corpus gives its name. Thread-compatible.
class StoryBook {
 public:
  explicit StoryBook(Corpus& corpus) : corpus_(corpus), by_time_(IsNewer{this}) {}
  StoryBook(const StoryBook&) = delete;  // by_time_ points here.
  StoryBook& operator=(const StoryBook&) = delete;

  // The story that `story` was merged into, in the end; itself if it was not.
  std::string Resolve(absl::string_view story) const;

  // `story` must be resolved. The article must be in the corpus, and in no story.
  void Add(ArticleIndex article, absl::string_view story);
  // The same while restoring: lists know of it after FinishRestore().
  void Restore(ArticleIndex article, absl::string_view story);
  void FinishRestore();
  // No effect where the article is not in the story.
  void Remove(ArticleIndex article, absl::string_view story);

  // Moves the members and returns them; empty if both are one story already.
  std::vector<ArticleIndex> Merge(absl::string_view from, absl::string_view into);

  // Oldest first, then by id. Empty for unknown and merged stories.
  std::vector<ArticleIndex> Members(absl::string_view story) const;
  // The same in any order, as calls of `visit(ArticleIndex)`.
  template <typename Visit>
  void ForEachMember(absl::string_view story, const Visit& visit) const {
    const Entry* entry = EntryOf(story);
    if (entry != nullptr) ForEachMember(*entry, visit);
  }
  // Calls `visit(story)` for each that has members.
  template <typename Visit>
  void ForEachStory(const Visit& visit) const {
    for (Number i = 0; i < entries_.size(); ++i) {
      if (entries_[i].members > 0) visit(corpus_.story_name(i));
    }
  }
  absl::optional<Story> Find(absl::string_view story) const;
  std::vector<Story> List(const StoryQuery& query) const;
  size_t size() const { return by_time_.size(); }
  size_t memory_bytes() const;  // About; names are the corpus's.

 private:
  using Number = uint32_t;  // Of a story's name; 0: none.
  struct Entry {
    ArticleIndex newest = kNoArticle;  // Member; next_ leads to those that joined before.
    uint32_t members = 0;
    Number merged_into = 0;
  };
  // What absl::ToUnixMillis makes of InfinitePast.
  static constexpr int64_t kNoTime = std::numeric_limits<int64_t>::min();

  // Newest first, then by id: the order of lists.
  using Position = std::pair<int64_t, absl::string_view>;
  struct IsNewer {
    using is_transparent = void;
    const StoryBook* of;
    Position Of(Number story) const { return of->PositionOf(story); }
    Position Of(const Position& position) const { return position; }
    template <typename A, typename B>
    bool operator()(const A& a, const B& b) const {
      const Position x = Of(a), y = Of(b);
      return x.first != y.first ? x.first > y.first : x.second < y.second;
    }
  };

  // Null for one that is not known.
  const Entry* EntryOf(absl::string_view story) const;
  Number NumberFor(absl::string_view story);
  Position PositionOf(Number story) const {
    return {last_times_[story], corpus_.story_name(story)};
  }
  int64_t TimeOf(ArticleIndex article) const;
  void Join(Number story, ArticleIndex article);
  void Move(Number story, int64_t last_time);
  template <typename Visit>
  void ForEachMember(const Entry& entry, const Visit& visit) const {
    for (ArticleIndex i = entry.newest; i != kNoArticle; i = next_[i]) visit(i);
  }
  Story View(absl::string_view id, const Entry& entry) const;

  Corpus& corpus_;
  PagedVector<Entry> entries_;                // By number.
  PagedVector<int64_t> last_times_;           // Of the newest member, in ms.
  PagedVector<ArticleIndex> next_;            // By article.
  absl::btree_set<Number, IsNewer> by_time_;  // Of those that have members.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORIES_STORY_BOOK_H_
