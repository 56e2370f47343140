#ifndef AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_
#define AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/recommendation/stories/story_log.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// Stories for a run of new articles, decided from what the view holds and has been decided already.
struct StoryBatch {
  std::vector<StoryAssignment> assignments;  // At most one for an article.
  std::vector<StoryMerge> merges;
};

// Decides for `ids`, which are in the order of the log, and adds what comes of it to `drafts`.
StoryBatch DecideStories(const SimilarityEngine& engine, const std::vector<std::string>& ids,
                         StoryDrafts& drafts);

// On the replica that holds the lease "stories": gives each new article its story, in the order of
// the log. Does not wait for a decision to come back through the log before it makes the next one,
// but keeps it in mind until then. One thread of its own; Wake is thread-safe.
class StoryKeeper {
 public:
  struct Options {
    absl::Duration lease = absl::Seconds(10);
    // How often the lease is tried for while another replica holds it, and work looked for unasked.
    absl::Duration poll = absl::Seconds(1);
    // Articles that are decided between two writes to the log, at most.
    size_t max_batch = 500;
    // Decisions that are kept in mind; with more the keeper waits for the view.
    size_t max_drafts = 20'000;
  };

  // `is_current` says whether the view has caught up with the log. All must outlive the keeper.
  StoryKeeper(const SimilarityView& view, StoryLog& log, std::function<bool()> is_current,
              const Options& options);
  ~StoryKeeper();

  // The view has changed.
  void Wake();

 private:
  void Run();
  // True if there may be more to do at once.
  bool WorkOnce();
  bool HoldLease();
  void CatchUp();
  std::vector<std::string> NextArticles();
  void StartOver();
  void Sleep();
  bool stopping() const;

  const SimilarityView& view_;
  StoryLog& log_;
  const std::function<bool()> is_current_;
  const Options options_;

  // Of the keeper's thread.
  absl::optional<int64_t> token_;
  const SteadyClock clock_;
  absl::Time renew_at_ = absl::InfinitePast();
  StoryDrafts drafts_;
  std::string log_id_;       // What the rest is about.
  int64_t decided_ = 0;      // Articles up to this revision have been looked at.
  int64_t written_ = 0;      // The newest revision of an assignment.
  int64_t resume_from_ = 0;  // Nothing is decided before the view has applied this revision.

  mutable Mutex mu_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_
