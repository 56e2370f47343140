#include "services/ingestion/testing/fake_feed_store.h"

#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

absl::Status StaleLease() {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "STALE_LEASE", "lease: lost");
}

}  // namespace

absl::StatusOr<FakeFeedStore::Entry*> FakeFeedStore::Find(const std::string& name) {
  RETURN_IF_ERROR(failure_);
  const auto found = entries_.find(name);
  if (found == entries_.end()) return absl::NotFoundError(name);
  return &found->second;
}

absl::StatusOr<FeedRecord> FakeFeedStore::Create(const CallContext&, const std::string& name,
                                                 const FeedSettings& settings) {
  MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  if (entries_.count(name)) return absl::AlreadyExistsError(name);
  FeedRecord& feed = entries_[name].feed;
  feed.set_name(name);
  feed.set_settings_version(1);
  *feed.mutable_settings() = settings;
  *feed.mutable_create_time() = ToProto(clock_.Now());
  if (!settings.paused()) *feed.mutable_next_poll_time() = ToProto(clock_.Now());
  return feed;
}

absl::StatusOr<FeedRecord> FakeFeedStore::Get(const CallContext&, const std::string& name) {
  MutexLock lock(mu_);
  ASSIGN_OR_RETURN(const Entry* entry, Find(name));
  return entry->feed;
}

absl::StatusOr<FeedPage> FakeFeedStore::List(const CallContext&, int, const std::string&) {
  MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  FeedPage page;
  for (const auto& [name, entry] : entries_) page.feeds.push_back(entry.feed);
  return page;
}

absl::StatusOr<FeedRecord> FakeFeedStore::Update(const CallContext&, const std::string& name,
                                                 const FeedSettings& settings,
                                                 int64_t settings_version, bool poll_now) {
  MutexLock lock(mu_);
  ASSIGN_OR_RETURN(Entry * entry, Find(name));
  FeedRecord& feed = entry->feed;
  if (settings_version != feed.settings_version()) {
    return ErrorWithReason(absl::StatusCode::kAborted, "FEED_CHANGED", name);
  }
  feed.set_settings_version(settings_version + 1);
  if (settings.paused()) feed.clear_next_poll_time();
  if (poll_now) *feed.mutable_next_poll_time() = ToProto(clock_.Now());
  *feed.mutable_settings() = settings;
  return feed;
}

absl::Status FakeFeedStore::Delete(const CallContext&, const std::string& name) {
  MutexLock lock(mu_);
  RETURN_IF_ERROR(Find(name).status());
  entries_.erase(name);
  return absl::OkStatus();
}

absl::StatusOr<ClaimedFeeds> FakeFeedStore::ClaimDue(const CallContext&, const std::string& holder,
                                                     int max, absl::Duration lease) {
  MutexLock lock(mu_);
  RETURN_IF_ERROR(failure_);
  ClaimedFeeds claimed;
  for (auto& [name, entry] : entries_) {
    const bool due =
        entry.feed.has_next_poll_time() && FromProto(entry.feed.next_poll_time()) <= clock_.Now();
    if (!due || IsHeld(entry) || claimed.feeds.size() == static_cast<size_t>(max)) continue;
    entry.holder = holder;
    entry.expires = clock_.Now() + lease;
    claimed.feeds.push_back({entry.feed, ++entry.token, holder});
  }
  return claimed;
}

absl::StatusOr<int64_t> FakeFeedStore::Lease(const CallContext&, const std::string& name,
                                             const std::string& holder, absl::Duration lease) {
  MutexLock lock(mu_);
  ASSIGN_OR_RETURN(Entry * entry, Find(name));
  if (IsHeld(*entry) && entry->holder != holder) {
    return ErrorWithReason(absl::StatusCode::kAborted, "LEASE_HELD", name);
  }
  if (entry->holder != holder) ++entry->token;
  entry->holder = holder;
  entry->expires = clock_.Now() + lease;
  return entry->token;
}

absl::StatusOr<FeedRecord> FakeFeedStore::Record(const CallContext&, const std::string& name,
                                                 int64_t fencing_token,
                                                 const FeedProgress& progress,
                                                 absl::optional<absl::Duration> next_poll_delay) {
  MutexLock lock(mu_);
  ASSIGN_OR_RETURN(Entry * entry, Find(name));
  if (!IsHeld(*entry) || entry->token != fencing_token) return StaleLease();
  ++records_;
  entry->holder.clear();
  *entry->feed.mutable_progress() = progress;
  entry->feed.clear_next_poll_time();
  if (next_poll_delay && !entry->feed.settings().paused()) {
    *entry->feed.mutable_next_poll_time() = ToProto(clock_.Now() + *next_poll_delay);
  }
  return entry->feed;
}

absl::Status FakeFeedStore::Release(const CallContext&, const std::string& name,
                                    int64_t fencing_token) {
  MutexLock lock(mu_);
  ASSIGN_OR_RETURN(Entry * entry, Find(name));
  if (entry->token == fencing_token) entry->holder.clear();
  return absl::OkStatus();
}

bool FakeFeedStore::Holds(const std::string& name, int64_t fencing_token) const {
  MutexLock lock(mu_);
  const auto found = entries_.find(name);
  return found != entries_.end() && IsHeld(found->second) && found->second.token == fencing_token;
}

void FakeFeedStore::EndLeases() {
  MutexLock lock(mu_);
  for (auto& [name, entry] : entries_) entry.expires = absl::InfinitePast();
}

void FakeFeedStore::FailWith(absl::Status failure) {
  MutexLock lock(mu_);
  failure_ = std::move(failure);
}

int FakeFeedStore::records() const {
  MutexLock lock(mu_);
  return records_;
}

}  // namespace akin
