#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_LOG_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/recommendation/events/event_file.h"

namespace akin {

// Appends events to the file of the day (UTC), from a thread that writes and syncs what came in,
// again and again: whoever appends does not wait for the disk, and a kill loses what came in since.
// Removes files that are older than the retention. Thread-safe.
class EventLog {
 public:
  struct Options {
    // Made if missing.
    std::string folder;
    // Files of days that ended longer ago are removed.
    absl::Duration retention = absl::Hours(30 * 24);
    // Half a second: with the time that a sync takes, less than a second is lost.
    absl::Duration sync_every = absl::Milliseconds(500);
    // What may wait for a disk that takes no more; then nothing is taken in.
    size_t max_waiting_bytes = 8 << 20;
  };

  // UNAVAILABLE if the folder cannot be made. A file that ends in half an event, since its writer
  // was killed, is cut there. `clock` must outlive the log.
  static absl::StatusOr<std::unique_ptr<EventLog>> Open(const Options& options, const Clock& clock);
  // Writes what waits.
  ~EventLog();

  // Takes in encoded events, all or none. UNAVAILABLE, reason EVENTS_NOT_WRITTEN, while too much
  // waits.
  absl::Status Append(absl::string_view encoded);

  // Waits until what was appended before was written and synced, or could not be.
  absl::Status Sync();

 private:
  EventLog(const Options& options, const Clock& clock);
  void WriteForever();
  absl::Status WriteWaiting();
  absl::Status OpenFileOfToday();
  absl::Status WriteToFile(absl::string_view bytes);
  void RemoveOldFiles(absl::CivilDay today);
  void CloseFile();

  const Options options_;
  const Clock& clock_;

  // Of the writing thread.
  int file_ = -1;
  absl::CivilDay day_;
  int64_t file_bytes_ = 0;  // synced
  bool failing_ = false;    // said so in the log

  Mutex mu_;
  CondVar changed_;
  std::string waiting_ ABSL_GUARDED_BY(mu_);
  size_t writing_bytes_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t rounds_wanted_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t rounds_done_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Status last_round_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  std::thread writer_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_LOG_H_
