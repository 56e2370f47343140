#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_RECORDER_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_RECORDER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "akin/recommendation/v1/similar_event.pb.h"
#include "common/metrics/metrics.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/recommendation/events/event_counts.h"
#include "services/recommendation/events/event_log.h"
#include "services/recommendation/events/known_events.h"

namespace akin {

// Takes in events: each once, to the log and into the counts. Thread-safe.
class EventRecorder {
 public:
  struct Options {
    EventLog::Options log;
    EventCounts::Options counts = {};
    size_t known_events = 250'000;
    // What is read at the start, newest files first and the newest one in any case: counts and ids
    // of what is older are forgotten. Some 2.5 million events, one or two seconds.
    int64_t max_restored_bytes = 256 << 20;
  };

  // OK if an article (`articles/{id}`) may be in a list, else NOT_FOUND.
  using CheckListed = std::function<absl::Status(absl::string_view article)>;

  // Restores from the log. `clock` and `metrics` must outlive the recorder. UNAVAILABLE if the
  // folder cannot be used.
  static absl::StatusOr<std::unique_ptr<EventRecorder>> Open(const Options& options,
                                                             CheckListed check, const Clock& clock,
                                                             Metrics& metrics);

  struct Recorded {
    int new_events = 0;
    int repeated_events = 0;
    std::vector<std::pair<int, absl::Status>> refused;  // By place among the events.
  };
  // INVALID_ARGUMENT names the field, UNAVAILABLE has reason EVENTS_NOT_WRITTEN: nothing is
  // recorded.
  absl::StatusOr<Recorded> Record(
      const google::protobuf::RepeatedPtrField<recommendation::v1::SimilarEvent>& events);

  const EventCounts& counts() const { return counts_; }
  EventLog& log() { return *log_; }

 private:
  using Events = std::vector<recommendation::v1::SimilarEvent>;
  EventRecorder(const Options& options, CheckListed check, const Clock& clock, Metrics& metrics);
  void Restore(const Options& options);
  absl::Status CheckArticles(const recommendation::v1::SimilarEvent& event) const;
  absl::Status Keep(const Events& events, Recorded& recorded);

  const CheckListed check_;
  const Clock& clock_;
  Counter recorded_, repeated_, refused_;
  EventCounts counts_;
  std::unique_ptr<EventLog> log_;
  Mutex mu_;
  KnownEvents known_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_RECORDER_H_
