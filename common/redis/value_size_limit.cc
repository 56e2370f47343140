#include "common/redis/value_size_limit.h"

#include <algorithm>

namespace akin {
namespace {

// A link of 1 Gbit/s carries 125 MB; its round trip and Redis want their part of the time too.
constexpr double kAssumedBytesPerSecond = 50e6;
constexpr double kMaxBytes = 512 << 20;  // Redis takes no more.
// For how long what was learned holds.
constexpr absl::Duration kRemember = absl::Minutes(1);

}  // namespace

ValueSizeLimit::ValueSizeLimit(absl::Duration timeout, const Clock& clock)
    : assumed_(static_cast<size_t>(
          std::min(absl::ToDoubleSeconds(timeout) * kAssumedBytesPerSecond, kMaxBytes))),
      clock_(clock) {}

bool ValueSizeLimit::Allows(size_t bytes) const {
  if (bytes <= kSmallBytes) return true;
  if (bytes > assumed_) return false;
  MutexLock lock(mu_);
  return bytes <= learned_ || clock_.Now() >= learned_until_;
}

void ValueSizeLimit::NoteTooLarge(size_t bytes) {
  MutexLock lock(mu_);
  const absl::Time now = clock_.Now();
  learned_ = now < learned_until_ ? std::min(learned_, bytes / 2) : bytes / 2;
  learned_until_ = now + kRemember;
}

}  // namespace akin
