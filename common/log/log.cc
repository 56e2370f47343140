#include "common/log/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "common/sync/mutex.h"

namespace akin {
namespace {

constexpr std::array<absl::string_view, 4> kNames = {"DEBUG", "INFO", "WARNING", "ERROR"};

std::atomic<Severity> level{Severity::kInfo};

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

nlohmann::ordered_json ToJson(absl::string_view text) { return std::string(text); }
nlohmann::ordered_json ToJson(absl::Time time) { return Rfc3339(time); }
nlohmann::ordered_json ToJson(auto number) { return number; }

// One lock around the whole line: a pipe tears writes of more than PIPE_BUF bytes.
void WriteLine(absl::string_view line) {
  static Mutex mu;
  MutexLock lock(mu);
  while (!line.empty()) {
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // Nobody to tell.
    line.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

absl::optional<Severity> ParseSeverity(absl::string_view text) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (absl::EqualsIgnoreCase(text, kNames[i])) return static_cast<Severity>(i);
  }
  return absl::nullopt;
}

void SetLogLevel(Severity minimum) { level = minimum; }

bool LogEnabled(Severity severity) { return severity >= level.load(std::memory_order_relaxed); }

std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          LogFields fields) {
  nlohmann::ordered_json line;
  line["time"] = Rfc3339(time);
  line["severity"] = ToJson(kNames[static_cast<size_t>(severity)]);
  line["message"] = ToJson(message);
  for (const LogField& field : fields) {
    line[std::string(field.key)] =
        std::visit([](const auto& value) { return ToJson(value); }, field.value.value());
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void Log(Severity severity, absl::string_view message, LogFields fields) {
  if (!LogEnabled(severity)) return;
  WriteLine(FormatLogLine(absl::Now(), severity, message, fields) + "\n");
}

}  // namespace akin
