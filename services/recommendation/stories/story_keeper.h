#ifndef AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_
#define AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/sync/mutex.h"
#include "common/view/revision_gate.h"
#include "services/recommendation/stories/story_log.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// Stories for a run of new articles, decided from what the view holds.
struct StoryBatch {
  std::vector<StoryAssignment> assignments;
  std::vector<StoryMerge> merges;
};

// Decides for `ids`, which are in the order of the log, until a decision has to wait for an earlier
// one of this batch to be in the log, or merges stories. At least one article, if there is one.
StoryBatch DecideStories(const SimilarityEngine& engine, const std::vector<std::string>& ids);

// On the replica that holds the lease "stories": gives each new article its story, in the order of
// the log, and waits until the view has applied it before it decides what depends on it. One thread
// of its own; Wake is thread-safe.
class StoryKeeper {
 public:
  struct Options {
    absl::Duration lease = absl::Seconds(10);
    // How often the lease is tried for while another replica holds it, and work looked for unasked.
    absl::Duration poll = absl::Seconds(1);
    size_t max_batch = 500;
  };

  // `is_current` says whether the view has caught up with the log. All must outlive the keeper.
  StoryKeeper(const SimilarityView& view, RevisionGate& gate, StoryLog& log,
              std::function<bool()> is_current, const Options& options);
  ~StoryKeeper();

  // The view has changed.
  void Wake();

 private:
  void Run();
  // True if there may be more to do at once.
  bool WorkOnce();
  bool HoldLease();
  void AwaitApplied(int64_t revision);
  void Sleep();
  bool stopping() const;

  const SimilarityView& view_;
  RevisionGate& gate_;
  StoryLog& log_;
  const std::function<bool()> is_current_;
  const Options options_;

  // Of the keeper's thread.
  absl::optional<int64_t> token_;
  absl::Time renew_at_ = absl::InfinitePast();

  mutable Mutex mu_;
  CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_STORIES_STORY_KEEPER_H_
