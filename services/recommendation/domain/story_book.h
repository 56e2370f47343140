#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORY_BOOK_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORY_BOOK_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "services/recommendation/domain/corpus.h"
#include "services/recommendation/domain/story.h"

namespace akin {

// Which articles are in which story, as the log has it. Thread-compatible.
class StoryBook {
 public:
  explicit StoryBook(const Corpus& corpus) : corpus_(corpus) {}

  // The story that `story` was merged into, in the end; itself if it was not.
  std::string Resolve(absl::string_view story) const;

  // `story` must be resolved. The article must be in the corpus, and in no story.
  void Add(ArticleIndex article, absl::string_view story);
  // No effect where the article is not in the story.
  void Remove(ArticleIndex article, absl::string_view story);
  // The article's times have changed.
  void Refresh(absl::string_view story);

  // Moves the members and returns them; empty if both are one story already.
  std::vector<ArticleIndex> Merge(absl::string_view from, absl::string_view into);

  // Oldest first, then by id. Empty for unknown and merged stories.
  std::vector<ArticleIndex> Members(absl::string_view story) const;
  absl::optional<Story> Find(absl::string_view story) const;
  std::vector<Story> List(const StoryQuery& query) const;
  size_t size() const { return by_time_.size(); }
  size_t memory_bytes() const;  // About.

 private:
  struct Entry {
    std::vector<ArticleIndex> members;
    std::string merged_into;
    absl::Time first_time = absl::InfinitePast();
    absl::Time last_time = absl::InfinitePast();
  };
  // Newest first, then by id: the order of lists.
  struct Position {
    absl::Time last_time;
    std::string id;
    bool operator<(const Position& other) const {
      return last_time != other.last_time ? last_time > other.last_time : id < other.id;
    }
  };

  Story View(absl::string_view id, const Entry& entry) const;
  void Update(const std::string& id, Entry& entry);

  const Corpus& corpus_;
  absl::flat_hash_map<std::string, Entry> stories_;
  absl::btree_set<Position> by_time_;  // Of those that have members.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_STORY_BOOK_H_
