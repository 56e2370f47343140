#include "services/ingestion/fetch/http_fields.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace akin {
namespace {

constexpr absl::Duration kYear = absl::Hours(24 * 365);

// RFC 9111, 1.2.2: delta-seconds; what is too large to count is a very long time.
absl::optional<absl::Duration> ParseSeconds(absl::string_view text) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty() || !std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return absl::nullopt;
  }
  int64_t seconds;
  if (!absl::SimpleAtoi(text, &seconds)) return kYear;
  return std::min(absl::Seconds(seconds), kYear);
}

}  // namespace

absl::optional<absl::Time> ParseHttpDate(absl::string_view text) {
  const time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  if (seconds <= 0) return absl::nullopt;
  return absl::FromTimeT(seconds);
}

absl::optional<absl::Time> ParseServerTime(absl::string_view text, absl::string_view date,
                                           absl::Time now) {
  const absl::optional<absl::Time> time = ParseHttpDate(text);
  if (!time) return absl::nullopt;
  return now + (*time - ParseHttpDate(date).value_or(now));
}

absl::optional<absl::Time> ParseRetryAfter(absl::string_view text, absl::string_view date,
                                           absl::Time now) {
  if (const auto seconds = ParseSeconds(text)) return now + *seconds;
  const absl::optional<absl::Time> time = ParseServerTime(text, date, now);
  if (!time) return absl::nullopt;
  return std::min(*time, now + kYear);
}

absl::optional<absl::Duration> ParseMaxAge(absl::string_view cache_control, absl::string_view age) {
  for (absl::string_view directive : absl::StrSplit(cache_control, ',')) {
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(directive, absl::MaxSplits('=', 1));
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(pair.first), "max-age")) continue;
    absl::string_view value = absl::StripAsciiWhitespace(pair.second);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    const absl::optional<absl::Duration> max_age = ParseSeconds(value);
    if (!max_age) return absl::nullopt;
    const absl::Duration spent = ParseSeconds(age).value_or(absl::ZeroDuration());
    return std::max(*max_age - spent, absl::ZeroDuration());
  }
  return absl::nullopt;
}

bool IsHeaderValue(absl::string_view value) {
  const auto is_control = [](char c) { return absl::ascii_iscntrl(c) && c != '\t'; };
  return !absl::StripAsciiWhitespace(value).empty() &&
         std::none_of(value.begin(), value.end(), is_control);
}

}  // namespace akin
