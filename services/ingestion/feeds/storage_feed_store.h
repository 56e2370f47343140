#ifndef AKIN_SERVICES_INGESTION_FEEDS_STORAGE_FEED_STORE_H_
#define AKIN_SERVICES_INGESTION_FEEDS_STORAGE_FEED_STORE_H_

#include <string>

#include "services/ingestion/feeds/feed_store.h"
#include "services/ingestion/storage_link.h"

namespace akin {

// The storage service. Thread-safe.
class StorageFeedStore : public FeedStore {
 public:
  // `storage` must outlive the store.
  explicit StorageFeedStore(StorageLink& storage) : storage_(storage) {}

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

 private:
  StorageLink& storage_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_STORAGE_FEED_STORE_H_
