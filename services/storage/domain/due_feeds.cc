#include "services/storage/domain/due_feeds.h"

#include <utility>

#include "common/status/status_macros.h"

namespace akin {
namespace {

// Looked at together: more than are usually being polled, which stay due until their polls end.
constexpr int kBatch = 256;

// Adds what is still due to `claims`: its last poll may have ended between the look at the order
// and the taking of the lease.
absl::Status AddStillDue(ArticleStore& store, LeaseTable& leases, const std::vector<Fence>& fences,
                         absl::Time now, std::vector<FeedClaim>& claims) {
  ASSIGN_OR_RETURN(auto snapshot, store.Snapshot());
  for (const Fence& fence : fences) {
    absl::StatusOr<FeedRecord> feed = snapshot->GetFeed(fence.lease);
    if (feed.ok() && IsDue(*feed, now)) {
      claims.push_back({*std::move(feed), fence.token});
      continue;
    }
    if (!feed.ok() && !absl::IsNotFound(feed.status())) return feed.status();
    RETURN_IF_ERROR(leases.Release(fence.lease, fence.token));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<FeedClaim>> ClaimDueFeeds(ArticleStore& store, LeaseTable& leases,
                                                     absl::string_view holder, int max,
                                                     absl::Duration duration, absl::Time now) {
  ASSIGN_OR_RETURN(auto snapshot, store.Snapshot());
  std::vector<FeedClaim> claims;
  for (int skip = 0; claims.size() < static_cast<size_t>(max); skip += kBatch) {
    ASSIGN_OR_RETURN(const std::vector<std::string> due, snapshot->DueFeeds(now, skip, kBatch));
    const int wanted = max - static_cast<int>(claims.size());
    ASSIGN_OR_RETURN(const std::vector<Fence> fences,
                     leases.AcquireFree(due, wanted, holder, duration));
    RETURN_IF_ERROR(AddStillDue(store, leases, fences, now, claims));
    if (due.size() < kBatch) break;
  }
  return claims;
}

}  // namespace akin
