#include "services/recommendation/stories/story_keeper.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "common/log/log.h"

namespace akin {
namespace {

// Collects what is written to the log, once for each article however often it moves.
class BatchMaker {
 public:
  BatchMaker(const SimilarityEngine& engine, StoryDrafts& drafts)
      : engine_(engine), drafts_(drafts) {}

  void Decide(const std::string& id) {
    const absl::StatusOr<StoryDecision> decision = engine_.DecideStory(id, drafts_);
    if (!decision.ok()) return;  // withdrawn since
    for (const StoryMerge& merge : decision->merges) Merge(merge);
    Assign(id, decision->story);
  }

  StoryBatch Take() { return std::move(batch_); }

 private:
  void Assign(const std::string& id, const std::string& story) {
    drafts_.Assign(id, story);
    const auto [it, is_new] = places_.try_emplace(id, batch_.assignments.size());
    if (is_new) batch_.assignments.emplace_back().article_id = id;
    batch_.assignments[it->second].story_id = story;
  }

  // A merged story's articles move with it.
  void Merge(const StoryMerge& merge) {
    batch_.merges.push_back(merge);
    const absl::optional<Story> ended = engine_.FindStory(merge.from);
    for (const std::string& member : ended ? ended->members : std::vector<std::string>()) {
      if (drafts_.StoryOf(member, merge.from) == merge.from) Assign(member, merge.into);
    }
    const std::vector<std::string> drafted = drafts_.MembersOf(merge.from);
    for (const std::string& member : drafted) Assign(member, merge.into);
  }

  const SimilarityEngine& engine_;
  StoryDrafts& drafts_;
  StoryBatch batch_;
  absl::flat_hash_map<std::string, size_t> places_;  // Of assignments, by article.
};

}  // namespace

StoryBatch DecideStories(const SimilarityEngine& engine, const std::vector<std::string>& ids,
                         StoryDrafts& drafts) {
  BatchMaker maker(engine, drafts);
  for (const std::string& id : ids) maker.Decide(id);
  return maker.Take();
}

StoryKeeper::StoryKeeper(const SimilarityView& view, StoryLog& log,
                         std::function<bool()> is_current, const Options& options)
    : view_(view),
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
  CatchUp();
  const std::vector<std::string> ids = NextArticles();
  if (ids.empty()) return false;
  const StoryBatch batch = DecideStories(*view_.engine(), ids, drafts_);
  if (batch.assignments.empty()) return true;
  const absl::StatusOr<int64_t> revision = log_.Assign(*token_, batch.assignments, batch.merges);
  if (!revision.ok()) {
    Log(Severity::kWarning, "stories not assigned; trying again",
        {{"status", revision.status().ToString()}});
    token_.reset();
    StartOver();
    return false;
  }
  written_ = *revision;
  drafts_.Written(written_);
  return true;
}

// Forgets what has come back through the log.
void StoryKeeper::CatchUp() {
  const LogPosition position = view_.position();
  if (position.log_id != log_id_) {
    written_ = 0;
    StartOver();
    log_id_ = position.log_id;
  }
  drafts_.Applied(position.revision);
}

// Articles that nothing has been decided about, in the order of the log.
std::vector<std::string> StoryKeeper::NextArticles() {
  std::vector<std::string> ids;
  if (view_.position().revision < resume_from_ || drafts_.size() >= options_.max_drafts) return ids;
  // When all decisions have come back, what is still without a story must be decided again.
  if (drafts_.empty()) decided_ = 0;
  for (auto& [revision, id] : view_.WithoutStory(decided_, options_.max_batch)) {
    decided_ = revision;
    ids.push_back(std::move(id));
  }
  return ids;
}

// When it is not known what the log holds: from what the view holds once it is no older.
void StoryKeeper::StartOver() {
  drafts_.Clear();
  decided_ = 0;
  resume_from_ = written_;
}

// Renews when a third of the lease has passed, so that two tries may fail.
bool StoryKeeper::HoldLease() {
  const absl::Time now = clock_.Now();
  if (token_ && now < renew_at_) return true;
  const absl::StatusOr<int64_t> token = log_.AcquireLease(options_.lease);
  token_ = token.ok() ? absl::make_optional(*token) : absl::nullopt;
  renew_at_ = now + options_.lease / 3;
  return token_.has_value();
}

void StoryKeeper::Sleep() {
  const absl::Time until = clock_.Now() + options_.poll;
  MutexLock lock(mu_);
  while (!woken_ && !stopping_ && clock_.Now() < until) changed_.WaitFor(mu_, until - clock_.Now());
  woken_ = false;
}

bool StoryKeeper::stopping() const {
  MutexLock lock(mu_);
  return stopping_;
}

}  // namespace akin
