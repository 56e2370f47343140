#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_SIMILARITY_ENGINE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_SIMILARITY_ENGINE_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "services/recommendation/domain/engine/engine_write.h"
#include "services/recommendation/domain/engine/state_record.h"
#include "services/recommendation/domain/similar.h"
#include "services/recommendation/domain/stories/story.h"
#include "services/recommendation/domain/stories/story_drafts.h"
#include "services/recommendation/domain/tables/memory_use.h"

namespace akin {

// Similar News over all live articles, in memory.
//
// Thread-safe: reads run concurrently; writes are applied one at a time and block reads only while
// their result is put in place. A read sees each write wholly or not at all.
// Deterministic: the same writes in the same order, and the same records restored, give the same
// answers, whatever the number of threads.
class SimilarityEngine {
 public:
  struct Options {
    // How many candidates of the first stage are scored exactly, at least.
    int candidates = 60;
    // How many of them are re-ranked with smoothed vectors, at least.
    int reranked = 50;
    // How many postings the first stage reads, and in how many of them it finds articles, at most.
    // What is seldom asked for, such as the hits of a selective filter, takes a multiple.
    int read_postings = 20'000;
    int finding_postings = 10'000;
    // Lists of neighbours are made of so many arrivals together, where there are so many articles.
    // Part of what answers depend on: replicas must agree.
    int listed_together = 16;
    int listed_together_from = 10'000;
  };

  SimilarityEngine();
  explicit SimilarityEngine(const Options& options);
  ~SimilarityEngine();

  // --- Writes: each returns the records that changed.

  // The costly part of putting an article that needs no order; callers may run it on many threads
  // ahead of writing.
  std::shared_ptr<const PreparedArticle> Prepare(const Document& document) const;

  // Makes the writes in their order. The same as one by one, but readers are kept waiting fewer
  // times. Articles must have ids.
  StateChanges Write(absl::Span<const EngineWrite> writes);

  // Adds the article or replaces it as a whole; its story stays. INVALID_ARGUMENT: no id.
  absl::StatusOr<StateChanges> Upsert(const Document& document);

  // Removes the article, also from its story. Unknown ids change nothing.
  StateChanges Remove(absl::string_view id);

  // Applies an assignment from the log; a merged story is followed to where it went. An empty story
  // takes the article out of its story. Unknown articles change nothing.
  StateChanges SetStory(absl::string_view article_id, absl::string_view story);

  // Applies a merge from the log: members move, and `from` remembers where it went.
  StateChanges MergeStory(absl::string_view from, absl::string_view into);

  // Takes records back. What keys begin with stands in stages, one after the other, of groups,
  // whose records may be given by a thread each, in ascending order of their keys, as an ordered
  // store gives them. Call FinishRestore() once after the last one and before anything else.
  // DATA_LOSS: not a record that this version can read; the view must be rebuilt from the log.
  using RecordPrefixes = std::vector<std::string>;
  static const std::vector<std::vector<RecordPrefixes>>& RestoreStages();
  absl::Status Restore(absl::string_view key, absl::string_view value);
  absl::Status FinishRestore();

  // --- Reads.

  // NOT_FOUND: a seed or negative id is not in the index (the message names it).
  // INVALID_ARGUMENT: no seed, k out of range, a text without any words.
  absl::StatusOr<SimilarResult> Similar(const SimilarRequest& request) const;

  // Everything about seed and candidate, and whether Similar(seed, options) shows the candidate.
  absl::StatusOr<Explanation> Explain(const Seed& seed, absl::string_view candidate_id,
                                      const SimilarOptions& options) const;

  // The story that a stored article should be in, from what is indexed now and decided already.
  // Proposes, changes nothing. An article that has a story stays in it. NOT_FOUND: not in the
  // index. Not part of what is reproducible: the log remembers what came of it.
  absl::StatusOr<StoryDecision> DecideStory(absl::string_view article_id,
                                            const StoryDrafts& drafts) const;
  absl::StatusOr<StoryDecision> DecideStory(absl::string_view article_id) const {
    return DecideStory(article_id, StoryDrafts());
  }

  absl::optional<DocMeta> Find(absl::string_view id) const;
  // Id by revision.
  std::map<int64_t, std::string> ArticlesWithoutStory() const;
  // A merged story is found too, without members. nullopt: never heard of it.
  absl::optional<Story> FindStory(absl::string_view story_id) const;
  std::vector<Story> ListStories(const StoryQuery& query) const;

  int64_t article_count() const;

  // Counts everything, which takes a while where there are many articles.
  struct Stats {
    int64_t articles = 0;
    int64_t stories = 0;
    int64_t terms = 0;
    int64_t postings = 0;
    MemoryUse memory;
  };
  Stats stats() const;

  // Names the weights and the model of words in use: part of cache keys, and of every answer.
  std::string ModelVersion() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_SIMILARITY_ENGINE_H_
