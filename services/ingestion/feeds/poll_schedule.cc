#include "services/ingestion/feeds/poll_schedule.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/text/fingerprint.h"

namespace akin {
namespace {

// A feed that was silent for a day is polled hourly at most.
constexpr int kPollsPerSilence = 24;
constexpr int kPollsPerGap = 2;
constexpr size_t kMinTimes = 3;
// Past this many doublings any delay is over every limit.
constexpr int kMaxDoublings = 20;

absl::Duration OrZero(const absl::optional<absl::Duration>& duration) {
  return duration.value_or(absl::ZeroDuration());
}

absl::Duration OwnRhythm(const PollWishes& wishes, const ScheduleLimits& limits) {
  if (!wishes.rhythm) return limits.default_interval;
  return std::max(*wishes.rhythm / kPollsPerGap, OrZero(wishes.silence) / kPollsPerSilence);
}

}  // namespace

absl::optional<absl::Duration> MedianGap(std::vector<absl::Time> times, absl::Time now) {
  times.erase(std::remove_if(times.begin(), times.end(), [&](absl::Time t) { return t > now; }),
              times.end());
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  if (times.size() < kMinTimes) return absl::nullopt;
  std::vector<absl::Duration> gaps;
  for (size_t i = 1; i < times.size(); ++i) gaps.push_back(times[i] - times[i - 1]);
  const auto middle = gaps.begin() + gaps.size() / 2;
  std::nth_element(gaps.begin(), middle, gaps.end());
  return *middle;
}

absl::Duration PollInterval(const PollWishes& wishes, const ScheduleLimits& limits) {
  const absl::Duration wished =
      std::max({OwnRhythm(wishes, limits), OrZero(wishes.update_interval), OrZero(wishes.max_age)});
  // A subscriber may want it rarer than the limits allow.
  return std::max(std::clamp(wished, limits.min_interval, limits.max_interval),
                  OrZero(wishes.min_interval));
}

absl::Duration BackOff(int consecutive_failures, absl::optional<absl::Duration> retry_after,
                       absl::optional<absl::Duration> min_interval, const ScheduleLimits& limits) {
  const int doublings = std::clamp(consecutive_failures - 1, 0, kMaxDoublings);
  const absl::Duration doubled =
      std::min(limits.min_interval * (1 << doublings), limits.max_interval);
  return std::max(
      {doubled, std::min(OrZero(retry_after), limits.max_retry_after), OrZero(min_interval)});
}

absl::Duration WithJitter(absl::Duration delay, double share, absl::string_view feed,
                          absl::Time attempt) {
  constexpr uint64_t kSteps = 1'000;
  const uint64_t random = FingerprintText(absl::StrCat(feed, " ", absl::ToUnixNanos(attempt)));
  return delay * (1 + share * static_cast<double>(random % kSteps) / kSteps);
}

}  // namespace akin
