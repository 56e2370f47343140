#include "services/recommendation/stories/story_keeper.h"

#include <future>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"

namespace akin {
namespace {

// A merged story's articles move with it.
void AddMerge(const SimilarityEngine& engine, const StoryMerge& merge, StoryBatch& batch) {
  batch.merges.push_back(merge);
  const absl::optional<Story> ended = engine.FindStory(merge.from);
  if (!ended) return;
  for (const std::string& member : ended->members) {
    batch.assignments.push_back({member, merge.into});
  }
}

}  // namespace

StoryBatch DecideStories(const SimilarityEngine& engine, const std::vector<std::string>& ids) {
  StoryBatch batch;
  for (const std::string& id : ids) {
    const absl::StatusOr<StoryDecision> decision = engine.DecideStory(id);
    if (!decision.ok()) continue;  // withdrawn since
    if (!decision->waits_for.empty() && !batch.assignments.empty()) break;
    for (const StoryMerge& merge : decision->merges) AddMerge(engine, merge, batch);
    batch.assignments.push_back({id, decision->story});
    if (!decision->merges.empty()) break;
  }
  return batch;
}

StoryKeeper::StoryKeeper(const SimilarityView& view, RevisionGate& gate, StoryLog& log,
                         std::function<bool()> is_current, const Options& options)
    : view_(view),
      gate_(gate),
      log_(log),
      is_current_(std::move(is_current)),
      options_(options),
      thread_([this] { Run(); }) {}

StoryKeeper::~StoryKeeper() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

void StoryKeeper::Wake() {
  MutexLock lock(mu_);
  woken_ = true;
  changed_.NotifyAll();
}

void StoryKeeper::Run() {
  while (!stopping()) {
    if (!WorkOnce()) Sleep();
  }
  if (token_) log_.ReleaseLease(*token_);
}

bool StoryKeeper::WorkOnce() {
  if (!is_current_() || !HoldLease()) return false;
  const std::vector<std::string> ids = view_.WithoutStory(options_.max_batch);
  const StoryBatch batch = DecideStories(*view_.engine(), ids);
  if (batch.assignments.empty()) return false;
  const absl::StatusOr<int64_t> revision = log_.Assign(*token_, batch.assignments, batch.merges);
  if (!revision.ok()) {
    Log(Severity::kWarning, "stories not assigned; trying again",
        {{"status", revision.status().ToString()}});
    token_.reset();
    return false;
  }
  AwaitApplied(*revision);
  return true;
}

// Renews when a third of the lease has passed, so that two tries may fail.
bool StoryKeeper::HoldLease() {
  if (token_ && absl::Now() < renew_at_) return true;
  const absl::StatusOr<int64_t> token = log_.AcquireLease(options_.lease);
  token_ = token.ok() ? absl::make_optional(*token) : absl::nullopt;
  renew_at_ = absl::Now() + options_.lease / 3;
  return token_.has_value();
}

// A view that is slower than this is asked again; the same assignments change nothing.
void StoryKeeper::AwaitApplied(int64_t revision) {
  auto reached = std::make_shared<std::promise<void>>();
  gate_.WhenReached(revision, options_.poll, [reached](absl::Status) { reached->set_value(); });
  reached->get_future().wait();
}

void StoryKeeper::Sleep() {
  const absl::Time until = absl::Now() + options_.poll;
  MutexLock lock(mu_);
  while (!woken_ && !stopping_ && absl::Now() < until) changed_.WaitFor(mu_, until - absl::Now());
  woken_ = false;
}

bool StoryKeeper::stopping() const {
  MutexLock lock(mu_);
  return stopping_;
}

}  // namespace akin
