#ifndef AKIN_SERVICES_INGESTION_TESTING_FAKE_FEED_STORE_H_
#define AKIN_SERVICES_INGESTION_TESTING_FAKE_FEED_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/ingestion/feeds/feed_store.h"

namespace akin {

// Storage as subscriptions see it, in memory: the records, what is due, and fenced leases.
// Thread-safe.
class FakeFeedStore : public FeedStore {
 public:
  // Tells when feeds are due and leases end. Must outlive the store.
  explicit FakeFeedStore(const Clock& clock) : clock_(clock) {}

  absl::StatusOr<FeedRecord> Create(const CallContext& call, const std::string& name,
                                    const FeedSettings& settings) override;
  absl::StatusOr<FeedRecord> Get(const CallContext& call, const std::string& name) override;
  absl::StatusOr<FeedPage> List(const CallContext& call, int page_size,
                                const std::string& page_token) override;
  absl::StatusOr<FeedRecord> Update(const CallContext& call, const std::string& name,
                                    const FeedSettings& settings, int64_t settings_version,
                                    bool poll_now) override;
  absl::Status Delete(const CallContext& call, const std::string& name) override;
  absl::StatusOr<ClaimedFeeds> ClaimDue(const CallContext& call, const std::string& holder, int max,
                                        absl::Duration lease) override;
  absl::StatusOr<int64_t> Lease(const CallContext& call, const std::string& name,
                                const std::string& holder, absl::Duration lease) override;
  absl::StatusOr<FeedRecord> Record(const CallContext& call, const std::string& name,
                                    int64_t fencing_token, const FeedProgress& progress,
                                    absl::optional<absl::Duration> next_poll_delay) override;
  absl::Status Release(const CallContext& call, const std::string& name,
                       int64_t fencing_token) override;

  // As storage judges what comes under a lease.
  bool Holds(const std::string& name, int64_t fencing_token) const;
  // Takes every lease away, as if their time were up.
  void EndLeases();
  // What every call answers from now on; OK: it works again.
  void FailWith(absl::Status failure);
  // Times that Record has kept something.
  int records() const;

 private:
  struct Entry {
    FeedRecord feed;
    std::string holder;  // "" : nobody
    int64_t token = 0;
    absl::Time expires;
  };

  absl::StatusOr<Entry*> Find(const std::string& name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool IsHeld(const Entry& entry) const {
    return !entry.holder.empty() && clock_.Now() < entry.expires;
  }

  const Clock& clock_;
  mutable Mutex mu_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
  absl::Status failure_ ABSL_GUARDED_BY(mu_);
  int records_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_TESTING_FAKE_FEED_STORE_H_
