#ifndef AKIN_SERVICES_INGESTION_FEEDS_POLL_SCHEDULE_H_
#define AKIN_SERVICES_INGESTION_FEEDS_POLL_SCHEDULE_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// When a feed is polled next. Plain functions, thread-safe.
namespace akin {

struct ScheduleLimits {
  // How far apart a feed is polled, at least and at most.
  absl::Duration min_interval = absl::Minutes(5);
  absl::Duration max_interval = absl::Hours(24);
  // Of a feed whose items have no dates to tell a rhythm by.
  absl::Duration default_interval = absl::Minutes(30);
  // The longest that a publisher can put off the next poll with a Retry-After.
  absl::Duration max_retry_after = absl::Hours(24 * 7);
};

// What there is to know about how often a feed is worth a poll.
struct PollWishes {
  // Between its items, and for how long it has been silent; unset if it has too few dates.
  absl::optional<absl::Duration> rhythm;
  absl::optional<absl::Duration> silence;
  // The publisher's: ttl or sy:updatePeriod, and how long the answer may be cached.
  absl::optional<absl::Duration> update_interval;
  absl::optional<absl::Duration> max_age;
  // The subscriber's.
  absl::optional<absl::Duration> min_interval;
};

// The median gap between items' times, those in the future left out; nullopt with fewer than three
// different times.
absl::optional<absl::Duration> MedianGap(std::vector<absl::Time> times, absl::Time now);

// How far apart to poll a feed while all goes well: twice in its rhythm, more rarely the longer it
// is silent, and not more often than its publisher and its subscriber wish.
absl::Duration PollInterval(const PollWishes& wishes, const ScheduleLimits& limits);

// How long to wait after that many failures in a row (at least 1): twice as long each time, and not
// less than the publisher and the subscriber wish.
absl::Duration BackOff(int consecutive_failures, absl::optional<absl::Duration> retry_after,
                       absl::optional<absl::Duration> min_interval, const ScheduleLimits& limits);

// `delay` and up to `share` of it more, so that feeds that were polled together do not stay
// together; the same for the same feed and attempt.
absl::Duration WithJitter(absl::Duration delay, double share, absl::string_view feed,
                          absl::Time attempt);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_POLL_SCHEDULE_H_
