#include "services/search/domain/query_time.h"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace akin {
namespace {

constexpr int kMaxLastDays = 36500;

// Times as RFC 3339 has them, as far as they are told.
constexpr absl::string_view kTimeFormats[] = {"%Y",
                                              "%Y-%m",
                                              "%Y-%m-%d",
                                              "%Y-%m-%dT%H:%M",
                                              "%Y-%m-%dT%H:%M:%E*S",
                                              "%Y-%m-%dT%H:%M%Ez",
                                              absl::string_view("%Y-%m-%dT%H:%M:%E*S%Ez")};

bool BeginsWithDigit(absl::string_view value) {
  return !value.empty() && absl::ascii_isdigit(value[0]);
}

absl::optional<absl::Time> DayNamed(absl::string_view lower, const QueryTime& time) {
  const absl::CivilDay today = absl::ToCivilDay(time.now, time.zone);
  if (lower == "today") return absl::FromCivil(today, time.zone);
  if (lower == "yesterday") return absl::FromCivil(today - 1, time.zone);
  return absl::nullopt;
}

absl::optional<absl::Time> ReadInstant(const std::string& lower, const QueryTime& time) {
  if (!BeginsWithDigit(lower)) return DayNamed(lower, time);
  if (lower.size() < 4 || (lower.size() > 4 && lower[4] != '-')) return absl::nullopt;
  const std::string upper = absl::AsciiStrToUpper(lower);
  for (const absl::string_view format : kTimeFormats) {
    absl::Time instant;
    if (absl::ParseTime(format, upper, time.zone, &instant, nullptr)) return instant;
  }
  return absl::nullopt;
}

absl::Duration UnitNamed(char unit) {
  switch (unit) {
    case 'm':
      return absl::Minutes(1);
    case 'h':
      return absl::Hours(1);
    case 'd':
      return absl::Hours(24);
    case 'w':
      return absl::Hours(24 * 7);
    default:
      return absl::ZeroDuration();
  }
}

absl::optional<absl::Duration> ReadAge(absl::string_view lower) {
  const absl::Duration unit = UnitNamed(lower.back());
  int count = 0;
  lower.remove_suffix(1);
  if (unit == absl::ZeroDuration() || !absl::SimpleAtoi(lower, &count)) return absl::nullopt;
  const absl::Duration age = count * unit;
  const bool fits = count > 0 && age <= kMaxLastDays * absl::Hours(24);
  return fits ? absl::make_optional(age) : absl::nullopt;
}

}  // namespace

bool IsTimeTerm(absl::string_view name, absl::string_view value) {
  const std::string field = absl::AsciiStrToLower(name);
  if (field == "last") return BeginsWithDigit(value);
  const std::string lower = absl::AsciiStrToLower(value);
  return (field == "after" || field == "before") &&
         (BeginsWithDigit(value) || lower == "today" || lower == "yesterday");
}

absl::optional<TimeSpan> ReadTimeTerm(absl::string_view name, absl::string_view value,
                                      const QueryTime& time) {
  const std::string field = absl::AsciiStrToLower(name);
  const std::string lower = absl::AsciiStrToLower(value);
  if (field == "last") {
    const auto age = ReadAge(lower);
    return age ? absl::make_optional(TimeSpan{time.now - *age}) : absl::nullopt;
  }
  const auto instant = ReadInstant(lower, time);
  if (!instant) return absl::nullopt;
  return field == "after" ? TimeSpan{*instant} : TimeSpan{absl::InfinitePast(), *instant};
}

// ICU knows which names there are: others must not be looked for among files.
absl::optional<absl::TimeZone> TimeZoneNamed(absl::string_view name) {
  if (name.empty()) return absl::UTCTimeZone();
  constexpr size_t kMaxNameBytes = 64;
  if (name.size() > kMaxNameBytes) return absl::nullopt;
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  const auto typed = icu::UnicodeString::fromUTF8({name.data(), static_cast<int>(name.size())});
  icu::TimeZone::getCanonicalID(typed, canonical, error);
  absl::TimeZone zone;
  const bool known = U_SUCCESS(error) && absl::LoadTimeZone(name, &zone);
  return known ? absl::make_optional(zone) : absl::nullopt;
}

}  // namespace akin
