#include "services/ingestion/feeds/poll_metrics.h"

#include <initializer_list>
#include <vector>

#include "common/status/errors.h"

namespace akin {
namespace {

using ingestion::v1::IngestResult;

std::map<std::string, Counter> CountersBy(Metrics& metrics, absl::string_view name,
                                          absl::string_view help,
                                          std::initializer_list<absl::string_view> outcomes) {
  std::map<std::string, Counter> counters;
  for (absl::string_view outcome : outcomes) {
    counters.emplace(outcome, metrics.GetCounter(name, help, {{"outcome", std::string(outcome)}}));
  }
  return counters;
}

std::vector<double> PollSeconds() { return {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120}; }

const char* ItemOutcome(const IngestResult& result) {
  switch (result.outcome()) {
    case ingestion::v1::INGEST_OUTCOME_CREATED:
      return "created";
    case ingestion::v1::INGEST_OUTCOME_REVISED:
      return "revised";
    case ingestion::v1::INGEST_OUTCOME_UNCHANGED:
      return "unchanged";
    case ingestion::v1::INGEST_OUTCOME_WITHDRAWN:
      return "withdrawn";
    case ingestion::v1::INGEST_OUTCOME_EMBARGOED:
      return "embargoed";
    default:
      return "failed";
  }
}

const char* DropReason(const absl::Status& why) {
  if (absl::IsCancelled(why) || absl::IsNotFound(why)) return "cancelled";
  const std::string reason = ErrorReason(why);
  return reason == "STALE_LEASE" || reason == "LEASE_HELD" ? "lease_lost" : "storage_error";
}

}  // namespace

PollMetrics::PollMetrics(Metrics& metrics)
    : polls_(
          CountersBy(metrics, "akin_feed_polls_total", "Polls of feeds by what came of them",
                     {"content", "not_modified", "gone", "throttled", "http_error", "unreachable",
                      "refused", "unreadable", "cancelled", "lease_lost", "storage_error"})),
      items_(CountersBy(metrics, "akin_feed_items_total",
                        "Items of polled feeds by what they became",
                        {"created", "revised", "unchanged", "withdrawn", "embargoed", "failed"})),
      took_(
          metrics.GetHistogram("akin_feed_poll_seconds", "How long polls took", {}, PollSeconds())),
      lag_(metrics.GetGauge("akin_feed_poll_lag_seconds",
                            "How long the feed that has waited longest has been due")),
      running_(metrics.GetGauge("akin_feed_polls_running", "Polls that are running")) {}

void PollMetrics::Count(const FeedPoll& poll, absl::Duration took) {
  polls_.at(std::string(PollOutcomeName(poll.outcome))).Increment();
  took_.Observe(absl::ToDoubleSeconds(took));
  for (const IngestResult& result : poll.results) items_.at(ItemOutcome(result)).Increment();
}

void PollMetrics::CountDropped(const absl::Status& why) { polls_.at(DropReason(why)).Increment(); }

}  // namespace akin
