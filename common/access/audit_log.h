#ifndef AKIN_COMMON_ACCESS_AUDIT_LOG_H_
#define AKIN_COMMON_ACCESS_AUDIT_LOG_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"

namespace akin {

// One thing that was done or refused. Of an article only its name: nothing that it says.
struct AuditEntry {
  std::string what;     // "/package.Service/Method", or "policy"
  std::string caller;   // Caller::name
  std::string address;  // Caller::address
  std::string name;     // "articles/…", "feeds/…", a file; "" where nothing is named
  std::string outcome;  // "OK", "CREATED", "WITHDRAWN", "PERMISSION_DENIED" …
  std::string reason;   // of a withdrawal, or of the outcome; may be empty
  int64_t revision = 0;
  std::string trace;  // W3C traceparent
};

// One JSON line for each entry, in order, appended to a file or to standard output. A file that was
// moved away (logrotate) is made anew within a second. Thread-safe.
class AuditLog {
 public:
  // "-" is standard output. INVALID_ARGUMENT if the file cannot be written.
  static absl::StatusOr<std::unique_ptr<AuditLog>> Open(const std::string& path);
  ~AuditLog();

  // What cannot be written, e.g. because the disk is full, is logged instead: calls go on.
  void Write(const std::vector<AuditEntry>& entries);

  // The line of an entry, without the newline.
  static std::string Line(const AuditEntry& entry, absl::Time time);

 private:
  AuditLog(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  void Reopen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool WriteAll(const std::string& lines) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const std::string path_;
  Mutex mu_;
  int fd_ ABSL_GUARDED_BY(mu_);
  absl::Time looked_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();  // whether it was moved
};

}  // namespace akin

#endif  // AKIN_COMMON_ACCESS_AUDIT_LOG_H_
