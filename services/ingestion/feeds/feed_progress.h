#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_PROGRESS_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_PROGRESS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "services/ingestion/feeds/feed_store.h"
#include "services/ingestion/feeds/poll_schedule.h"
#include "services/ingestion/fetch/fetcher.h"
#include "services/ingestion/parse/parsed_document.h"

// What a subscription's progress becomes with each kind of answer. Plain functions, thread-safe.
namespace akin {

// The address to poll: where the feed was subscribed to, or has moved to for good.
const std::string& PollUrl(const FeedRecord& feed);

// A poll's effect on its subscription.
struct PolledFeed {
  FeedProgress progress;
  absl::optional<absl::Duration> next_poll_delay;  // unset: never
};

// The publisher's answer brought this document, whose items became `counts`.
PolledFeed AfterContent(const FeedRecord& feed, const FetchResponse& response,
                        const ParsedDocument& document, absl::string_view format,
                        const storage::v1::FeedCounts& counts, absl::Time now,
                        const ScheduleLimits& limits);

// 304.
PolledFeed AfterNotModified(const FeedRecord& feed, const FetchResponse& response, absl::Time now,
                            const ScheduleLimits& limits);

// 410: never polled again by itself.
PolledFeed AfterGone(const FeedRecord& feed, absl::Time now);

// Nothing could be read, for this reason in words. What is known of the feed's content stays. A
// feed that keeps failing where it moved to is tried at its old address again.
PolledFeed AfterFailure(const FeedRecord& feed, absl::string_view error,
                        absl::optional<absl::Duration> retry_after, absl::Time now,
                        const ScheduleLimits& limits);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_PROGRESS_H_
