#include "services/ingestion/parse/update_interval.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/ingestion/parse/feed_fields.h"

namespace akin {
namespace {

// Longer is a mistake: a publisher's year in seconds.
constexpr absl::Duration kLongest = absl::Hours(24 * 366);

struct Period {
  absl::string_view name;
  absl::Duration length;
};

constexpr Period kPeriods[] = {{"hourly", absl::Hours(1)},
                               {"daily", absl::Hours(24)},
                               {"weekly", absl::Hours(24 * 7)},
                               {"monthly", absl::Hours(24 * 30)},
                               {"yearly", absl::Hours(24 * 365)}};

absl::optional<int> PositiveNumber(const std::string& text) {
  int number = 0;
  if (!absl::SimpleAtoi(text, &number) || number <= 0) return absl::nullopt;
  return number;
}

absl::Duration TimeToLive(pugi::xml_node channel) {
  return absl::Minutes(PositiveNumber(RawField(channel, {"ttl"})).value_or(0));
}

absl::Duration SyndicationInterval(pugi::xml_node channel) {
  const std::string period = RawField(channel, {"sy:updateperiod"});
  const int frequency = PositiveNumber(RawField(channel, {"sy:updatefrequency"})).value_or(1);
  for (const Period& known : kPeriods) {
    if (absl::EqualsIgnoreCase(period, known.name)) return known.length / frequency;
  }
  return absl::ZeroDuration();
}

}  // namespace

absl::optional<absl::Duration> UpdateInterval(pugi::xml_node channel) {
  const absl::Duration interval = std::max(TimeToLive(channel), SyndicationInterval(channel));
  if (interval == absl::ZeroDuration() || interval > kLongest) return absl::nullopt;
  return interval;
}

}  // namespace akin
