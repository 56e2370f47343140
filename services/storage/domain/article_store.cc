#include "services/storage/domain/article_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/storage/domain/article_transaction.h"
#include "services/storage/domain/lease_table.h"

namespace akin {

using news::v1::Article;
using storage::v1::Change;
using storage::v1::StoryAssignment;
using storage::v1::StoryMerge;

namespace {

// Removes the log's entries for `before`, so that the article has one place in it.
absl::Status RemoveFromLog(ArticleTransaction& tx, const ArticleRecord& before) {
  RETURN_IF_ERROR(tx.RemoveFromLog(before.log_revision()));
  if (before.story_revision() > before.log_revision()) {
    RETURN_IF_ERROR(tx.RemoveFromLog(before.story_revision()));
  }
  return absl::OkStatus();
}

absl::Status ChangeArticle(ArticleTransaction& tx, const ArticleRecord* before,
                           const ArticleRecord& after, const CommitPoint& at) {
  if (before != nullptr) RETURN_IF_ERROR(RemoveFromLog(tx, *before));
  RETURN_IF_ERROR(tx.Save(before, after));
  return tx.AppendToLog(ArticleChange(after, at));
}

absl::Status KeepRevision(ArticleTransaction& tx, const ArticleRecord& before, absl::Time now,
                          const RevisionRetention& retention) {
  SupersededRevision revision;
  *revision.mutable_article() = before.article();
  *revision.mutable_superseded_time() = ToProto(now);
  RETURN_IF_ERROR(tx.KeepRevision(revision));
  return tx.DropRevisions(before.article().name(), retention.max_count, now - retention.max_age);
}

template <typename Record>
const Record* OrNull(const absl::optional<Record>& record) {
  return record ? &*record : nullptr;
}

// What there is of an identity before something is done to it.
struct Before {
  absl::optional<ArticleRecord> article;
  absl::optional<EmbargoRecord> embargo;
};

absl::StatusOr<Before> LoadBefore(ArticleTransaction& tx, absl::string_view name) {
  Before before;
  ASSIGN_OR_RETURN(before.article, tx.Load(name));
  ASSIGN_OR_RETURN(before.embargo, tx.LoadEmbargo(name));
  return before;
}

absl::StatusOr<Before> LoadKnown(ArticleTransaction& tx, absl::string_view name) {
  ASSIGN_OR_RETURN(Before before, LoadBefore(tx, name));
  if (!before.article && !before.embargo) return UnknownArticle(name);
  return before;
}

absl::Status DropEmbargo(ArticleTransaction& tx, const Before& before) {
  return before.embargo ? tx.SaveEmbargo(&*before.embargo, nullptr) : absl::OkStatus();
}

bool IsStored(storage::v1::PutOutcome outcome) {
  return outcome == storage::v1::PUT_OUTCOME_CREATED || outcome == storage::v1::PUT_OUTCOME_REVISED;
}

// Puts what has no embargo, or none any more.
absl::StatusOr<PutItem> Publish(ArticleTransaction& tx, const Before& before,
                                const Article& article, const RevisionRetention& retention) {
  const ArticleRecord* const known = OrNull(before.article);
  PutItem item{PutOutcomeFor(known, article), known ? known->article().revision() : 0};
  if (!IsStored(item.outcome)) return item;
  RETURN_IF_ERROR(DropEmbargo(tx, before));
  const CommitPoint at = tx.TakeRevision();
  item.revision = at.revision;
  if (known != nullptr) RETURN_IF_ERROR(KeepRevision(tx, *known, at.time, retention));
  RETURN_IF_ERROR(ChangeArticle(tx, known, AfterPut(known, article, at), at));
  return item;
}

// What is public already is not held: its publisher has taken back what was.
absl::StatusOr<PutItem> Hold(ArticleTransaction& tx, const Before& before, const Article& article,
                             absl::Time now) {
  const ArticleRecord* const known = OrNull(before.article);
  PutItem item{PutOutcomeFor(known, WithoutEmbargo(article)),
               known ? known->article().revision() : 0};
  if (item.outcome == storage::v1::PUT_OUTCOME_UNCHANGED) RETURN_IF_ERROR(DropEmbargo(tx, before));
  if (!IsStored(item.outcome)) return item;
  const EmbargoRecord after = AfterHold(OrNull(before.embargo), article, now);
  item.release_time = FromProto(after.release_time());
  const bool same = before.embargo && HoldsTheSame(*before.embargo, article);
  item.outcome = same ? storage::v1::PUT_OUTCOME_UNCHANGED : storage::v1::PUT_OUTCOME_EMBARGOED;
  if (!same) RETURN_IF_ERROR(tx.SaveEmbargo(OrNull(before.embargo), &after));
  return item;
}

absl::StatusOr<PutItem> PutOne(ArticleTransaction& tx, const Article& article, absl::Time now,
                               const RevisionRetention& retention) {
  ASSIGN_OR_RETURN(const Before before, LoadBefore(tx, article.name()));
  if (before.embargo && !IsHeld(*before.embargo))
    return PutItem{storage::v1::PUT_OUTCOME_WITHDRAWN};
  if (!article.has_embargo_time()) return Publish(tx, before, article, retention);
  if (IsUnderEmbargo(article, now)) return Hold(tx, before, article, now);
  return Publish(tx, before, WithoutEmbargo(article), retention);
}

absl::Status PutAll(ArticleTransaction& tx, absl::Span<const Article> articles, absl::Time now,
                    const RevisionRetention& retention, std::vector<PutItem>& items) {
  items.clear();
  for (const Article& article : articles) {
    ASSIGN_OR_RETURN(const PutItem item, PutOne(tx, article, now, retention));
    items.push_back(item);
  }
  return absl::OkStatus();
}

absl::StatusOr<PutItem> PublishHeld(ArticleTransaction& tx, const Before& before,
                                    const RevisionRetention& retention) {
  RETURN_IF_ERROR(DropEmbargo(tx, before));
  return Publish(tx, {before.article, absl::nullopt}, WithoutEmbargo(before.embargo->article()),
                 retention);
}

bool IsDueAt(const absl::optional<EmbargoRecord>& embargo, absl::Time now) {
  return embargo && IsHeld(*embargo) && FromProto(embargo->release_time()) <= now;
}

// Withdraws or purges what was held of an article that never was public.
absl::Status EndHeld(ArticleTransaction& tx, const EmbargoRecord& before,
                     const EmbargoRecord& after) {
  return before.purged() ? absl::OkStatus() : tx.SaveEmbargo(&before, &after);
}

absl::Status UndeleteHeld(ArticleTransaction& tx, const EmbargoRecord& before, absl::Time now) {
  if (before.purged()) return WithdrawnArticle(before.article());
  if (IsHeld(before)) return absl::OkStatus();
  const EmbargoRecord after = AfterUndeleteHeld(before, now);
  return tx.SaveEmbargo(&before, &after);
}

absl::StatusOr<std::vector<int64_t>> ContentRevisions(ArticleTransaction& tx,
                                                      absl::Span<const Article> articles) {
  std::vector<int64_t> revisions;
  for (const Article& article : articles) {
    ASSIGN_OR_RETURN(const absl::optional<ArticleRecord> record, tx.Load(article.name()));
    revisions.push_back(record ? record->article().revision() : 0);
  }
  return revisions;
}

absl::Status Assign(ArticleTransaction& tx, const StoryAssignment& assignment) {
  ASSIGN_OR_RETURN(const absl::optional<ArticleRecord> before, tx.Load(assignment.article()));
  if (!before || IsWithdrawn(*before)) return absl::OkStatus();
  if (before->article().story() == assignment.story()) return absl::OkStatus();
  if (before->story_revision() > before->log_revision()) {
    RETURN_IF_ERROR(tx.RemoveFromLog(before->story_revision()));
  }
  const CommitPoint at = tx.TakeRevision();
  RETURN_IF_ERROR(tx.Save(&*before, AfterAssign(*before, assignment.story(), at)));
  Change change;
  change.set_revision(at.revision);
  *change.mutable_commit_time() = ToProto(at.time);
  *change.mutable_assignment() = assignment;
  return tx.AppendToLog(change);
}

absl::Status Merge(ArticleTransaction& tx, const StoryMerge& merge) {
  ASSIGN_OR_RETURN(const absl::optional<Change> before, tx.LoadMerge(merge.story()));
  if (before && before->merge().into() == merge.into()) return absl::OkStatus();
  if (before) RETURN_IF_ERROR(tx.RemoveFromLog(before->revision()));
  const CommitPoint at = tx.TakeRevision();
  Change change;
  change.set_revision(at.revision);
  *change.mutable_commit_time() = ToProto(at.time);
  *change.mutable_merge() = merge;
  RETURN_IF_ERROR(tx.SaveMerge(change));
  return tx.AppendToLog(change);
}

// Within the commit, so that nothing lands after a newer holder has taken the lease.
absl::Status CheckFence(ArticleTransaction& tx, absl::string_view name, int64_t fencing_token) {
  ASSIGN_OR_RETURN(const absl::optional<LeaseRecord> lease, tx.LoadLease(name));
  if (lease && lease->fencing_token() == fencing_token && !lease->holder().empty()) {
    return absl::OkStatus();
  }
  return StaleLease(name, fencing_token);
}

absl::Time TimeOf(ArticleTransaction& tx) { return FromProto(tx.log_state().newest_commit_time()); }

absl::Status CheckVersion(const FeedRecord& feed, int64_t settings_version) {
  if (settings_version == 0 || settings_version == feed.settings_version()) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kAborted, "FEED_CHANGED",
                         absl::StrCat(feed.name(), ": changed meanwhile, read it again"));
}

}  // namespace

CommitPoint ArticleTransaction::TakeRevision() {
  LogState& state = log_state();
  state.set_newest_revision(state.newest_revision() + 1);
  return {state.newest_revision(), FromProto(state.newest_commit_time())};
}

void ArticleTransaction::CountHeld(const EmbargoRecord* before, const EmbargoRecord* after) {
  LogState& state = log_state();
  const int was_held = before != nullptr && IsHeld(*before);
  const int is_held = after != nullptr && IsHeld(*after);
  state.set_embargoed_articles(state.embargoed_articles() - was_held + is_held);
}

absl::StatusOr<PutItems> ArticleStore::Put(absl::Span<const Article> articles, const Fence& fence) {
  PutItems put;
  ASSIGN_OR_RETURN(put.revision, Commit([&](ArticleTransaction& tx) -> absl::Status {
                     if (!fence.lease.empty()) {
                       RETURN_IF_ERROR(CheckFence(tx, fence.lease, fence.token));
                     }
                     return PutAll(tx, articles, options_.clock.Now(), options_.retention,
                                   put.items);
                   }));
  return put;
}

absl::StatusOr<PutItems> ArticleStore::TryPut(absl::Span<const Article> articles) const {
  PutItems put;
  auto ran = DryRun([&](ArticleTransaction& tx) -> absl::Status {
    put.revision = tx.log_state().newest_revision();
    ASSIGN_OR_RETURN(const std::vector<int64_t> stored, ContentRevisions(tx, articles));
    RETURN_IF_ERROR(PutAll(tx, articles, options_.clock.Now(), options_.retention, put.items));
    for (size_t i = 0; i < stored.size(); ++i) put.items[i].revision = stored[i];
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(ran);
  return put;
}

absl::StatusOr<int> ArticleStore::ReleaseDue(absl::Span<const std::string> names) {
  int released = 0;
  auto committed = Commit([&](ArticleTransaction& tx) -> absl::Status {
    released = 0;
    for (const std::string& name : names) {
      ASSIGN_OR_RETURN(const Before before, LoadBefore(tx, name));
      if (!IsDueAt(before.embargo, options_.clock.Now())) continue;
      RETURN_IF_ERROR(PublishHeld(tx, before, options_.retention).status());
      ++released;
    }
    return absl::OkStatus();
  });
  RETURN_IF_ERROR(committed.status());
  return released;
}

absl::StatusOr<PutItem> ArticleStore::Release(absl::string_view name, absl::Time release_time) {
  PutItem item;
  auto committed = Commit([&](ArticleTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(Before before, LoadBefore(tx, name));
    if (!before.embargo) return UnknownArticle(name);
    if (!IsHeld(*before.embargo)) return WithdrawnArticle(before.embargo->article());
    const absl::Time now = options_.clock.Now();
    if (release_time <= now) {
      ASSIGN_OR_RETURN(item, PublishHeld(tx, before, options_.retention));
      return absl::OkStatus();
    }
    item = {storage::v1::PUT_OUTCOME_EMBARGOED, 0, release_time};
    const EmbargoRecord after = AfterMove(*before.embargo, release_time, now);
    return tx.SaveEmbargo(&*before.embargo, &after);
  });
  RETURN_IF_ERROR(committed.status());
  return item;
}

absl::StatusOr<int64_t> ArticleStore::Withdraw(absl::string_view name, absl::string_view reason) {
  int64_t withdrawn_at = 0;
  auto committed = Commit([&](ArticleTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Before before, LoadKnown(tx, name));
    withdrawn_at = tx.log_state().newest_revision();
    if (!before.article)
      return EndHeld(tx, *before.embargo, AfterWithdrawHeld(*before.embargo, reason));
    RETURN_IF_ERROR(DropEmbargo(tx, before));
    withdrawn_at = before.article->log_revision();
    if (IsWithdrawn(*before.article)) return absl::OkStatus();
    const CommitPoint at = tx.TakeRevision();
    withdrawn_at = at.revision;
    return ChangeArticle(tx, &*before.article, AfterWithdraw(*before.article, reason, at), at);
  });
  RETURN_IF_ERROR(committed.status());
  return withdrawn_at;
}

absl::StatusOr<int64_t> ArticleStore::Undelete(absl::string_view name) {
  return Commit([&](ArticleTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Before before, LoadKnown(tx, name));
    if (!before.article) return UndeleteHeld(tx, *before.embargo, options_.clock.Now());
    if (before.article->purged()) return ServedArticle(*before.article).status();
    if (!IsWithdrawn(*before.article)) return absl::OkStatus();
    const CommitPoint at = tx.TakeRevision();
    return ChangeArticle(tx, &*before.article, AfterUndelete(*before.article, at), at);
  });
}

absl::StatusOr<int64_t> ArticleStore::Purge(absl::string_view name) {
  int64_t purged_at = 0;
  auto committed = Commit([&](ArticleTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const Before before, LoadKnown(tx, name));
    purged_at = tx.log_state().newest_revision();
    if (!before.article) return EndHeld(tx, *before.embargo, AfterPurgeHeld(*before.embargo));
    RETURN_IF_ERROR(DropEmbargo(tx, before));
    purged_at = before.article->log_revision();
    if (before.article->purged()) return absl::OkStatus();
    const CommitPoint at = tx.TakeRevision();
    purged_at = at.revision;
    RETURN_IF_ERROR(tx.DropRevisions(name, 0, absl::InfiniteFuture()));
    return ChangeArticle(tx, &*before.article, AfterPurge(*before.article, at), at);
  });
  RETURN_IF_ERROR(committed.status());
  RETURN_IF_ERROR(EraseFromMedium(name));
  return purged_at;
}

absl::StatusOr<int64_t> ArticleStore::AssignStories(int64_t fencing_token,
                                                    absl::Span<const StoryAssignment> assignments,
                                                    absl::Span<const StoryMerge> merges) {
  return Commit([&](ArticleTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(CheckFence(tx, kStoryLease, fencing_token));
    for (const StoryAssignment& assignment : assignments) {
      RETURN_IF_ERROR(Assign(tx, assignment));
    }
    for (const StoryMerge& merge : merges) RETURN_IF_ERROR(Merge(tx, merge));
    return absl::OkStatus();
  });
}

absl::Status ArticleStore::SaveLeases(absl::Span<const LeaseRecord> leases) {
  return Commit([&](ArticleTransaction& tx) -> absl::Status {
           for (const LeaseRecord& lease : leases) RETURN_IF_ERROR(tx.SaveLease(lease));
           return absl::OkStatus();
         })
      .status();
}

absl::StatusOr<FeedRecord> ArticleStore::ChangeFeed(absl::string_view name,
                                                    const FeedChange& change) {
  absl::optional<FeedRecord> after;
  auto committed = Commit([&](ArticleTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(const absl::optional<FeedRecord> before, tx.LoadFeed(name));
    ASSIGN_OR_RETURN(after, change(tx, before));
    return tx.SaveFeed(before ? &*before : nullptr, after ? &*after : nullptr);
  });
  RETURN_IF_ERROR(committed.status());
  return after.value_or(FeedRecord());
}

absl::StatusOr<FeedRecord> ArticleStore::CreateFeed(absl::string_view name,
                                                    const FeedSettings& settings) {
  return ChangeFeed(
      name,
      [&](ArticleTransaction& tx,
          const absl::optional<FeedRecord>& before) -> absl::StatusOr<absl::optional<FeedRecord>> {
        if (before) return absl::AlreadyExistsError(absl::StrCat(Shown(name), ": exists"));
        return absl::make_optional(NewFeed(name, settings, TimeOf(tx)));
      });
}

absl::StatusOr<FeedRecord> ArticleStore::UpdateFeed(absl::string_view name,
                                                    const FeedSettings& settings,
                                                    int64_t settings_version, bool poll_now) {
  return ChangeFeed(
      name,
      [&](ArticleTransaction& tx,
          const absl::optional<FeedRecord>& before) -> absl::StatusOr<absl::optional<FeedRecord>> {
        if (!before) return UnknownFeed(name);
        RETURN_IF_ERROR(CheckVersion(*before, settings_version));
        return absl::make_optional(AfterUpdate(*before, settings, poll_now, TimeOf(tx)));
      });
}

absl::Status ArticleStore::DeleteFeed(absl::string_view name) {
  return ChangeFeed(name,
                    [&](ArticleTransaction&, const absl::optional<FeedRecord>& before)
                        -> absl::StatusOr<absl::optional<FeedRecord>> {
                      if (!before) return UnknownFeed(name);
                      return absl::optional<FeedRecord>();
                    })
      .status();
}

absl::StatusOr<FeedRecord> ArticleStore::RecordPoll(
    absl::string_view name, int64_t fencing_token, const FeedProgress& progress,
    absl::optional<absl::Duration> next_poll_delay) {
  return ChangeFeed(
      name,
      [&](ArticleTransaction& tx,
          const absl::optional<FeedRecord>& before) -> absl::StatusOr<absl::optional<FeedRecord>> {
        if (!before) return UnknownFeed(name);
        RETURN_IF_ERROR(CheckFence(tx, name, fencing_token));
        return absl::make_optional(AfterPoll(*before, progress, next_poll_delay, TimeOf(tx)));
      });
}

}  // namespace akin
