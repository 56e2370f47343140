#include "services/recommendation/events/event_log.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::Status DiskError(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat(what, ": ", strerror(errno)));
}

// So that a new file's name survives a loss of power, too.
absl::Status SyncFolder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return DiskError(folder);
  const bool synced = fsync(descriptor) == 0;
  close(descriptor);
  return synced ? absl::OkStatus() : DiskError(folder);
}

}  // namespace

EventLog::EventLog(const Options& options, const Clock& clock) : options_(options), clock_(clock) {}

absl::StatusOr<std::unique_ptr<EventLog>> EventLog::Open(const Options& options,
                                                         const Clock& clock) {
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(options.folder, ": ", error.message()));
  std::unique_ptr<EventLog> log(new EventLog(options, clock));
  log->RemoveOldFiles(absl::ToCivilDay(clock.Now(), absl::UTCTimeZone()));
  log->writer_ = std::thread([self = log.get()] { self->WriteForever(); });
  return log;
}

EventLog::~EventLog() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  if (writer_.joinable()) writer_.join();
  CloseFile();
}

absl::Status EventLog::Append(absl::string_view encoded) {
  MutexLock lock(mu_);
  if (waiting_.size() + writing_bytes_ + encoded.size() > options_.max_waiting_bytes) {
    return WithRetryAfter(ErrorWithReason(absl::StatusCode::kUnavailable, "EVENTS_NOT_WRITTEN",
                                          "events: the disk takes no more at present"),
                          absl::Seconds(1));
  }
  absl::StrAppend(&waiting_, encoded);
  return absl::OkStatus();
}

absl::Status EventLog::Sync() {
  MutexLock lock(mu_);
  const int64_t round = ++rounds_wanted_;
  changed_.NotifyAll();
  while (rounds_done_ < round) changed_.Wait(mu_);
  return last_round_;
}

void EventLog::WriteForever() {
  bool last = false;
  while (!last) {
    int64_t round = 0;
    {
      MutexLock lock(mu_);
      if (!stopping_ && rounds_done_ == rounds_wanted_) {
        changed_.WaitFor(mu_, options_.sync_every);
      }
      last = stopping_;
      round = rounds_wanted_;
    }
    const absl::Status written = WriteWaiting();
    MutexLock lock(mu_);
    rounds_done_ = round;
    last_round_ = written;
    changed_.NotifyAll();
  }
}

// What cannot be written waits on, in its place before what came in since.
absl::Status EventLog::WriteWaiting() {
  std::string bytes;
  {
    MutexLock lock(mu_);
    if (waiting_.empty()) return absl::OkStatus();
    bytes.swap(waiting_);
    writing_bytes_ = bytes.size();
  }
  absl::Status written = OpenFileOfToday();
  if (written.ok()) written = WriteToFile(bytes);
  if (!written.ok() && !failing_) {
    Log(Severity::kError, "events cannot be written", {{"error", written.message()}});
  }
  failing_ = !written.ok();
  MutexLock lock(mu_);
  writing_bytes_ = 0;
  if (!written.ok()) waiting_.insert(0, bytes);
  return written;
}

absl::Status EventLog::OpenFileOfToday() {
  const absl::CivilDay today = absl::ToCivilDay(clock_.Now(), absl::UTCTimeZone());
  if (file_ >= 0 && day_ == today) return absl::OkStatus();
  CloseFile();
  RemoveOldFiles(today);
  const std::string path = absl::StrCat(options_.folder, "/", EventFileName(today));
  const auto whole = ReadEventFile(path, [](const auto&) {});
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return DiskError(path);
  file_ = file;
  day_ = today;
  file_bytes_ = whole.ok() ? *whole : 0;
  return SyncFolder(options_.folder);
}

// Either all of it is on disk in the end, or none of it is in the file.
absl::Status EventLog::WriteToFile(absl::string_view bytes) {
  if (ftruncate(file_, file_bytes_) != 0) return DiskError("events");
  size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t some = pwrite(file_, bytes.data() + written, bytes.size() - written,
                                file_bytes_ + static_cast<int64_t>(written));
    if (some <= 0) return DiskError("events");
    written += static_cast<size_t>(some);
  }
  if (fdatasync(file_) != 0) return DiskError("events");
  file_bytes_ += static_cast<int64_t>(bytes.size());
  return absl::OkStatus();
}

void EventLog::RemoveOldFiles(absl::CivilDay today) {
  const int64_t days = options_.retention / absl::Hours(24);
  for (const EventFile& file : ListEventFiles(options_.folder)) {
    std::error_code error;
    if (today - file.day > days) std::filesystem::remove(file.path, error);
  }
}

void EventLog::CloseFile() {
  if (file_ >= 0) close(file_);
  file_ = -1;
}

}  // namespace akin
