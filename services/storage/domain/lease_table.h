#ifndef AKIN_SERVICES_STORAGE_DOMAIN_LEASE_TABLE_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_LEASE_TABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/storage/domain/article_record.h"
#include "services/storage/domain/article_store.h"

namespace akin {

// Who may assign stories.
inline constexpr absl::string_view kStoryLease = "stories";

// FAILED_PRECONDITION, reason STALE_LEASE.
absl::Status StaleLease(absl::string_view lease, int64_t fencing_token);

// Who holds what, until when. The store keeps each lease's holder and token, so that tokens grow
// over restarts; times are in memory only, and after a restart every lease runs in full again.
// Thread-safe.
class LeaseTable {
 public:
  // Both must outlive the table. `clock` never goes back.
  static absl::StatusOr<std::unique_ptr<LeaseTable>> Load(ArticleStore& store, const Clock& clock);

  // Takes or renews a lease and returns its fencing token. ABORTED (reason LEASE_HELD, with the
  // time that is left) while another holds it. The last holder keeps its token if nobody came
  // between.
  absl::StatusOr<int64_t> Acquire(absl::string_view lease, absl::string_view holder,
                                  absl::Duration duration);

  // Takes those of `leases` that nobody holds, at most `max`, in one commit; the token of each.
  absl::StatusOr<std::vector<Fence>> AcquireFree(absl::Span<const std::string> leases, int max,
                                                 absl::string_view holder, absl::Duration duration);

  // Gives a lease back; a token that is not the newest changes nothing.
  absl::Status Release(absl::string_view lease, int64_t fencing_token);

  // FAILED_PRECONDITION (reason STALE_LEASE) unless the lease is held with this token now.
  absl::Status Check(absl::string_view lease, int64_t fencing_token) const;

 private:
  struct Entry {
    LeaseRecord record;
    absl::Time expires;
  };

  LeaseTable(ArticleStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  Entry Find(absl::string_view lease) const;
  absl::Status CheckRoom(absl::string_view lease) const;
  absl::Status Keep(absl::Span<const Entry> entries, bool save);

  ArticleStore& store_;
  const Clock& clock_;
  // Held while a lease changes hands, the store's write included: two cannot take it at once.
  Mutex changing_;
  mutable Mutex mu_;
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_LEASE_TABLE_H_
