#include "common/access/audit_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"

namespace akin {
namespace {

int OpenToAppend(const std::string& path) {
  if (path == "-") return dup(STDOUT_FILENO);
  return open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

bool IsWhatPathLeadsTo(int fd, const std::string& path) {
  struct stat ours = {}, now = {};
  return fstat(fd, &ours) == 0 && stat(path.c_str(), &now) == 0 && ours.st_ino == now.st_ino &&
         ours.st_dev == now.st_dev;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AuditLog>> AuditLog::Open(const std::string& path) {
  const int fd = OpenToAppend(path);
  if (fd < 0) return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(errno)));
  return std::unique_ptr<AuditLog>(new AuditLog(path, fd));
}

AuditLog::~AuditLog() { close(fd_); }

std::string AuditLog::Line(const AuditEntry& entry, absl::Time time) {
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
  line["what"] = entry.what;
  line["caller"] = entry.caller;
  line["address"] = entry.address;
  if (!entry.name.empty()) line["name"] = entry.name;
  line["outcome"] = entry.outcome;
  if (!entry.reason.empty()) line["reason"] = entry.reason;
  if (entry.revision != 0) line["revision"] = entry.revision;
  if (!entry.trace.empty()) line["traceparent"] = entry.trace;
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void AuditLog::Reopen() {
  const absl::Time now = absl::Now();
  if (path_ == "-" || now - looked_ < absl::Seconds(1)) return;
  looked_ = now;
  if (IsWhatPathLeadsTo(fd_, path_)) return;
  const int fd = OpenToAppend(path_);
  if (fd < 0) return;
  close(std::exchange(fd_, fd));
}

bool AuditLog::WriteAll(const std::string& lines) {
  size_t done = 0;
  while (done < lines.size()) {
    const ssize_t written = write(fd_, lines.data() + done, lines.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<size_t>(written);
  }
  return true;
}

void AuditLog::Write(const std::vector<AuditEntry>& entries) {
  const absl::Time now = absl::Now();
  std::string lines;
  for (const AuditEntry& entry : entries) absl::StrAppend(&lines, Line(entry, now), "\n");
  MutexLock lock(mu_);
  Reopen();
  if (WriteAll(lines)) return;
  Log(Severity::kError, "audit log cannot be written",
      {{"file", path_}, {"error", std::strerror(errno)}, {"lines", lines}});
}

}  // namespace akin
