#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_STORE_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "akin/storage/v1/feed_record.pb.h"
#include "common/rpc/call_context.h"

namespace akin {

using FeedRecord = storage::v1::FeedRecord;
using FeedSettings = storage::v1::FeedSettings;
using FeedProgress = storage::v1::FeedProgress;

// A feed that is this process's to poll, until its lease ends.
struct ClaimedFeed {
  FeedRecord feed;
  int64_t fencing_token = 0;
  std::string holder;  // by which the lease can be renewed
};

struct ClaimedFeeds {
  std::vector<ClaimedFeed> feeds;
  // For how long the first of them has been due.
  absl::Duration lag;
};

struct FeedPage {
  std::vector<FeedRecord> feeds;
  std::string next_page_token;
};

// Where subscriptions are kept and shared out: storage, or a fake of it. See the proto of storage
// for what each call promises. Implementations are thread-safe.
class FeedStore {
 public:
  virtual ~FeedStore() = default;

  virtual absl::StatusOr<FeedRecord> Create(const CallContext& call, const std::string& name,
                                            const FeedSettings& settings) = 0;
  virtual absl::StatusOr<FeedRecord> Get(const CallContext& call, const std::string& name) = 0;
  virtual absl::StatusOr<FeedPage> List(const CallContext& call, int page_size,
                                        const std::string& page_token) = 0;
  virtual absl::StatusOr<FeedRecord> Update(const CallContext& call, const std::string& name,
                                            const FeedSettings& settings, int64_t settings_version,
                                            bool poll_now) = 0;
  virtual absl::Status Delete(const CallContext& call, const std::string& name) = 0;

  // Takes up to `max` feeds that are due; each claim is by another `holder`.
  virtual absl::StatusOr<ClaimedFeeds> ClaimDue(const CallContext& call, const std::string& holder,
                                                int max, absl::Duration lease) = 0;
  // Takes one feed, due or not, or renews the lease that `holder` has; its fencing token.
  virtual absl::StatusOr<int64_t> Lease(const CallContext& call, const std::string& name,
                                        const std::string& holder, absl::Duration lease) = 0;
  // Keeps what a poll has found and gives the feed back.
  virtual absl::StatusOr<FeedRecord> Record(const CallContext& call, const std::string& name,
                                            int64_t fencing_token, const FeedProgress& progress,
                                            absl::optional<absl::Duration> next_poll_delay) = 0;
  // Gives a feed back as it was.
  virtual absl::Status Release(const CallContext& call, const std::string& name,
                               int64_t fencing_token) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_STORE_H_
