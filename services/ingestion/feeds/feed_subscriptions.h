#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_SUBSCRIPTIONS_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_SUBSCRIPTIONS_H_

#include "absl/status/statusor.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "common/rpc/call_context.h"
#include "services/ingestion/feeds/feed_poller.h"
#include "services/ingestion/feeds/feed_store.h"

namespace akin {

// The part of IngestionService that is about feeds. See the proto for what each method promises.
// Thread-safe.
class FeedSubscriptions {
 public:
  // Both must outlive it.
  FeedSubscriptions(FeedStore& store, FeedPoller& poller) : store_(store), poller_(poller) {}

  absl::StatusOr<ingestion::v1::CreateFeedResponse> CreateFeed(
      const CallContext& call, const ingestion::v1::CreateFeedRequest& request);
  absl::StatusOr<ingestion::v1::GetFeedResponse> GetFeed(
      const CallContext& call, const ingestion::v1::GetFeedRequest& request);
  absl::StatusOr<ingestion::v1::ListFeedsResponse> ListFeeds(
      const CallContext& call, const ingestion::v1::ListFeedsRequest& request);
  absl::StatusOr<ingestion::v1::UpdateFeedResponse> UpdateFeed(
      const CallContext& call, const ingestion::v1::UpdateFeedRequest& request);
  absl::StatusOr<ingestion::v1::DeleteFeedResponse> DeleteFeed(
      const CallContext& call, const ingestion::v1::DeleteFeedRequest& request);
  absl::StatusOr<ingestion::v1::FetchFeedResponse> FetchFeed(
      const CallContext& call, const ingestion::v1::FetchFeedRequest& request);

 private:
  // One try of an update; ABORTED if the subscription has changed since it was read.
  absl::StatusOr<FeedRecord> TryUpdate(const CallContext& call,
                                       const ingestion::v1::UpdateFeedRequest& request);

  FeedStore& store_;
  FeedPoller& poller_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_SUBSCRIPTIONS_H_
