#ifndef AKIN_SERVICES_INGESTION_FEEDS_POLL_METRICS_H_
#define AKIN_SERVICES_INGESTION_FEEDS_POLL_METRICS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "services/ingestion/feeds/feed_reader.h"

namespace akin {

// What polling tells its operators: polls and items by outcome, how long polls take, and how late
// they are. Thread-safe.
class PollMetrics {
 public:
  explicit PollMetrics(Metrics& metrics);

  void Count(const FeedPoll& poll, absl::Duration took);
  // A poll of which nothing was kept.
  void CountDropped(const absl::Status& why);
  // For how long the feed that has waited longest has been due.
  void SetLag(absl::Duration lag) { lag_.Set(absl::ToDoubleSeconds(lag)); }
  void SetRunning(int polls) { running_.Set(polls); }

 private:
  std::map<std::string, Counter> polls_;
  std::map<std::string, Counter> items_;
  Histogram took_;
  Gauge lag_;
  Gauge running_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_POLL_METRICS_H_
