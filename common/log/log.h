#ifndef AKIN_COMMON_LOG_LOG_H_
#define AKIN_COMMON_LOG_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

// Structured logs: one JSON object per line on stderr. Thread-safe.
//
//   Log(Severity::kWarning, "feed not reachable", {{"feed", name}, {"attempt", attempt}});
//
// {"time":"2024-01-31T12:00:00.000Z","severity":"WARNING","message":"feed not reachable",
//  "feed":"feeds/a","attempt":3}
namespace akin {

enum class Severity { kDebug, kInfo, kWarning, kError };

// "debug", "info", "warning" or "error", in any case; nothing for other text.
absl::optional<Severity> ParseSeverity(absl::string_view text);

// What a field may hold. Refers to the caller's text: valid for the call that takes it. Durations
// are written in seconds, instants in RFC 3339.
class LogValue {
 public:
  LogValue(const char* text) : value_(absl::string_view(text)) {}
  LogValue(absl::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(absl::string_view(text)) {}
  LogValue(bool flag) : value_(flag) {}
  LogValue(std::signed_integral auto number) : value_(static_cast<int64_t>(number)) {}
  LogValue(std::unsigned_integral auto number) : value_(static_cast<uint64_t>(number)) {}
  LogValue(double number) : value_(number) {}
  LogValue(absl::Duration duration) : value_(absl::ToDoubleSeconds(duration)) {}
  LogValue(absl::Time time) : value_(time) {}

  using Variant = std::variant<absl::string_view, bool, int64_t, uint64_t, double, absl::Time>;
  const Variant& value() const { return value_; }

 private:
  Variant value_;
};

struct LogField {
  absl::string_view key;
  LogValue value;
};
using LogFields = std::initializer_list<LogField>;

// Writes one line, unless `severity` is below the level. Bytes that are not UTF-8 become U+FFFD.
void Log(Severity severity, absl::string_view message, LogFields fields = {});

// Lines below `minimum` are dropped from now on. The level is kInfo at first.
void SetLogLevel(Severity minimum);

// True if Log would write at `severity`: for fields that are costly to make.
bool LogEnabled(Severity severity);

// The line that Log writes, without the newline.
std::string FormatLogLine(absl::Time time, Severity severity, absl::string_view message,
                          LogFields fields);

}  // namespace akin

#endif  // AKIN_COMMON_LOG_LOG_H_
