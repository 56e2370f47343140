#include "services/recommendation/events/event_recorder.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/recommendation/events/event_check.h"

namespace akin {
namespace {

using recommendation::v1::SimilarEvent;

Counter EventCounter(Metrics& metrics, const char* result) {
  return metrics.GetCounter("akin_recommendation_events_total", "Events of lists, by result.",
                            {{"result", result}});
}

// The newest files, oldest first, of so many bytes together.
std::vector<EventFile> FilesToRestore(const EventRecorder::Options& options) {
  std::vector<EventFile> files = ListEventFiles(options.log.folder);
  size_t first = files.size();
  int64_t bytes = 0;
  while (first > 0 &&
         (first == files.size() || bytes + files[first - 1].bytes <= options.max_restored_bytes)) {
    bytes += files[--first].bytes;
  }
  files.erase(files.begin(), files.begin() + static_cast<ptrdiff_t>(first));
  return files;
}

}  // namespace

EventRecorder::EventRecorder(const Options& options, CheckListed check, const Clock& clock,
                             Metrics& metrics)
    : check_(std::move(check)),
      clock_(clock),
      recorded_(EventCounter(metrics, "recorded")),
      repeated_(EventCounter(metrics, "repeated")),
      refused_(EventCounter(metrics, "refused")),
      counts_(options.counts),
      known_(options.known_events) {}

absl::StatusOr<std::unique_ptr<EventRecorder>> EventRecorder::Open(const Options& options,
                                                                   CheckListed check,
                                                                   const Clock& clock,
                                                                   Metrics& metrics) {
  std::unique_ptr<EventRecorder> recorder(
      new EventRecorder(options, std::move(check), clock, metrics));
  ASSIGN_OR_RETURN(recorder->log_, EventLog::Open(options.log, clock));
  recorder->Restore(options);
  return recorder;
}

void EventRecorder::Restore(const Options& options) {
  MutexLock lock(mu_);
  for (const EventFile& file : FilesToRestore(options)) {
    (void)ReadEventFile(file.path,
                        [this](const SimilarEvent& event) ABSL_NO_THREAD_SAFETY_ANALYSIS {
                          known_.Insert(event.event_id());
                          counts_.Add(event);
                        });
  }
}

absl::StatusOr<EventRecorder::Recorded> EventRecorder::Record(
    const google::protobuf::RepeatedPtrField<SimilarEvent>& events) {
  const absl::Time now = clock_.Now();
  RETURN_IF_ERROR(CheckEvents(events, now));
  Recorded recorded;
  Events listed;
  for (int i = 0; i < events.size(); ++i) {
    if (absl::Status checked = CheckArticles(events[i]); !checked.ok()) {
      recorded.refused.emplace_back(i, std::move(checked));
      continue;
    }
    listed.push_back(events[i]);
    listed.back().DiscardUnknownFields();  // nobody has looked at what is in them
    if (!listed.back().has_time()) *listed.back().mutable_time() = ToProto(now);
  }
  RETURN_IF_ERROR(Keep(listed, recorded));
  recorded_.Increment(recorded.new_events);
  repeated_.Increment(recorded.repeated_events);
  refused_.Increment(static_cast<double>(recorded.refused.size()));
  return recorded;
}

absl::Status EventRecorder::CheckArticles(const SimilarEvent& event) const {
  RETURN_IF_ERROR(check_(event.seed()));
  return check_(event.article());
}

absl::Status EventRecorder::Keep(const Events& events, Recorded& recorded) {
  MutexLock lock(mu_);
  std::string encoded;
  std::vector<const SimilarEvent*> fresh;
  absl::flat_hash_set<absl::string_view> ids;
  for (const SimilarEvent& event : events) {
    if (known_.Contains(event.event_id()) || !ids.insert(event.event_id()).second) continue;
    fresh.push_back(&event);
    absl::StrAppend(&encoded, EncodeEvent(event));
  }
  RETURN_IF_ERROR(log_->Append(encoded));
  for (const SimilarEvent* event : fresh) {
    known_.Insert(event->event_id());
    counts_.Add(*event);
  }
  recorded.new_events = static_cast<int>(fresh.size());
  recorded.repeated_events = static_cast<int>(events.size() - fresh.size());
  return absl::OkStatus();
}

}  // namespace akin
