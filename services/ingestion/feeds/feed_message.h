#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_MESSAGE_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_MESSAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "services/ingestion/feeds/feed_store.h"

// Between a subscription as clients see it and as storage keeps it. Plain functions, thread-safe.
namespace akin {

// The subscription with its state.
ingestion::v1::Feed ToFeed(const FeedRecord& record);

// What a new subscription's sender has decided. INVALID_ARGUMENT "feed.<field>: <wish>".
absl::StatusOr<FeedSettings> NewFeedSettings(const ingestion::v1::Feed& feed);

// `settings` with the fields that an update changes. INVALID_ARGUMENT "feed.<field>: <wish>", or
// "update_mask: <wish>" for a path that means nothing.
absl::StatusOr<FeedSettings> UpdatedFeedSettings(FeedSettings settings,
                                                 const ingestion::v1::UpdateFeedRequest& request);

// Whether an update asks for a poll at once: it says in so many words that the feed is not paused.
bool AsksForPoll(const ingestion::v1::UpdateFeedRequest& request);

// What UpdateFeed compares.
std::string FeedEtag(const FeedRecord& record);

// `feeds/{id}`, INVALID_ARGUMENT naming `field` for other names.
absl::Status CheckFeedName(absl::string_view name, absl::string_view field);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_MESSAGE_H_
