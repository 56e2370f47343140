#ifndef AKIN_SERVICES_RECOMMENDATION_VIEW_SIMILARITY_VIEW_H_
#define AKIN_SERVICES_RECOMMENDATION_VIEW_SIMILARITY_VIEW_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/news/v1/article.pb.h"
#include "common/sync/crew.h"
#include "common/sync/mutex.h"
#include "common/view/log_view.h"
#include "services/recommendation/domain/engine/similarity_engine.h"
#include "services/recommendation/store/state_store.h"

namespace akin {

// What a change in the log makes old: cached answers with one of these tags (see SeedTag, HitTag).
using OnViewChange = std::function<void(const std::vector<std::string>& tags, const LogPosition&)>;

// Tag of answers whose seed is this article, and of those in which it is a hit.
std::string SeedTag(absl::string_view article_id);
std::string HitTag(absl::string_view article_id);

// The recommendation service's view of the log: the similarity engine in memory, and its records
// with the articles' cards (all but the body) in a StateStore, committed together with the
// position. Reads are thread-safe; as a LogView it is driven by one thread.
class SimilarityView : public LogView {
 public:
  // Restores what the store holds; records that cannot be read make it start over from an empty
  // log. `store` must outlive the view. `on_change` may be null.
  static absl::StatusOr<std::unique_ptr<SimilarityView>> Open(StateStore& store,
                                                              OnViewChange on_change);

  // --- LogView
  LogPosition position() const override;
  absl::Status Reset(absl::string_view log_id) override;
  absl::Status Apply(const LogBatch& batch) override;

  // --- Reads; ids without "articles/".

  // Never null. It is another one after a Reset: hold on to it for one call only.
  std::shared_ptr<const SimilarityEngine> engine() const;

  // The live article without its body. NOT_FOUND, with reason ARTICLE_WITHDRAWN if that is why.
  absl::StatusOr<news::v1::Article> Card(absl::string_view id) const;

  // Commit time of the newest change: "now" for what is computed at this revision.
  absl::Time now() const;

  // Live articles that have no story yet, by revisions above `after`, at most `limit`.
  std::map<int64_t, std::string> WithoutStory(int64_t after, size_t limit) const;

  // Up to which revision every article has its story.
  int64_t story_revision() const;

 private:
  SimilarityView(StateStore& store, OnViewChange on_change);
  absl::Status Restore();
  absl::Status RestoreGroup(const SimilarityEngine::RecordPrefixes& prefixes);
  absl::Status RestoreNow();

  using Prepared = std::vector<std::shared_ptr<const PreparedArticle>>;
  Prepared PrepareArticles(const std::vector<storage::v1::Change>& changes);

  void ApplyArticle(const news::v1::Article& article,
                    std::shared_ptr<const PreparedArticle> prepared);
  void ApplyWithdrawal(absl::string_view id);
  void ApplyAssignment(const storage::v1::StoryAssignment& assignment);
  void ApplyMerge(const storage::v1::StoryMerge& merge);
  void WriteToEngine();
  void SaveCard(const news::v1::Article& card);
  void NoteStory(absl::string_view id, int64_t revision, bool has_story);
  absl::Status CommitPending(const LogPosition& position);

  StateStore& store_;
  const OnViewChange on_change_;

  // Of the driving thread.
  Crew crew_;
  // What is applied and not yet committed; kept when a commit fails.
  std::shared_ptr<SimilarityEngine> writable_engine_;
  std::vector<EngineWrite> writes_;  // Not made yet.
  struct StoryNote {
    std::string id;
    int64_t revision;
    bool has_story;
  };
  std::vector<StoryNote> story_notes_;  // Of articles in writes_.
  StateChanges pending_;
  bool lost_ = false;  // what the store holds is not gone on with
  absl::flat_hash_map<std::string, news::v1::Article> pending_cards_;
  std::vector<std::string> pending_tags_;

  mutable Mutex mu_;
  std::shared_ptr<const SimilarityEngine> engine_ ABSL_GUARDED_BY(mu_);
  absl::Time now_ ABSL_GUARDED_BY(mu_) = absl::UnixEpoch();
  std::map<int64_t, std::string> without_story_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, int64_t> waiting_since_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_VIEW_SIMILARITY_VIEW_H_
