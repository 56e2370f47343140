#ifndef AKIN_SERVICES_STORAGE_DOMAIN_FEED_RECORD_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_FEED_RECORD_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "akin/storage/v1/feed_record.pb.h"

// What becomes of a feed subscription, as plain functions; stores only keep the result.
namespace akin {

using FeedRecord = storage::v1::FeedRecord;
using FeedSettings = storage::v1::FeedSettings;
using FeedProgress = storage::v1::FeedProgress;

// A new subscription: due now, unless it is paused.
FeedRecord NewFeed(absl::string_view name, const FeedSettings& settings, absl::Time now);

// With other settings. One that is no longer paused, or with `poll_now`, is due now, and a feed
// that was gone gets another chance.
FeedRecord AfterUpdate(FeedRecord before, const FeedSettings& settings, bool poll_now,
                       absl::Time now);

// With what a poll has found. Due after `next_poll_delay`; never if that is unset, or it is paused.
FeedRecord AfterPoll(FeedRecord before, const FeedProgress& progress,
                     absl::optional<absl::Duration> next_poll_delay, absl::Time now);

bool IsDue(const FeedRecord& feed, absl::Time now);

absl::Status UnknownFeed(absl::string_view name);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_FEED_RECORD_H_
