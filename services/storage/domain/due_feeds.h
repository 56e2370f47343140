#ifndef AKIN_SERVICES_STORAGE_DOMAIN_DUE_FEEDS_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_DUE_FEEDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/storage/domain/article_store.h"
#include "services/storage/domain/lease_table.h"

namespace akin {

struct FeedClaim {
  FeedRecord feed;
  int64_t fencing_token = 0;
};

// Takes the leases, each of the feed's name, of at most `max` feeds that are due at `now` and that
// nobody holds, those that have waited longest first. Thread-safe: no feed is given to two.
absl::StatusOr<std::vector<FeedClaim>> ClaimDueFeeds(ArticleStore& store, LeaseTable& leases,
                                                     absl::string_view holder, int max,
                                                     absl::Duration duration, absl::Time now);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_DUE_FEEDS_H_
