#include "common/redis/circuit_breaker.h"

#include <utility>

namespace akin {

CircuitBreaker::CircuitBreaker(const Options& options, const Clock& clock, std::mt19937_64 random)
    : options_(options), clock_(clock), random_(std::move(random)) {}

bool CircuitBreaker::Allow() {
  MutexLock lock(mu_);
  if (state_ == State::kClosed) return true;
  if (state_ == State::kProbing || clock_.Now() < probe_at_) return false;
  state_ = State::kProbing;
  return true;
}

bool CircuitBreaker::ReportSuccess() {
  MutexLock lock(mu_);
  const bool was_open = state_ != State::kClosed;
  state_ = State::kClosed;
  failures_ = 0;
  return was_open;
}

bool CircuitBreaker::ReportFailure() {
  MutexLock lock(mu_);
  // While it is open, a failure is of a call let through before, and tells nothing new.
  if (state_ == State::kOpen) return false;
  const bool was_closed = state_ == State::kClosed;
  if (was_closed && ++failures_ < options_.failures_to_open) return false;
  StayOpen();
  return was_closed;
}

bool CircuitBreaker::IsOpen() const {
  MutexLock lock(mu_);
  return state_ != State::kClosed;
}

void CircuitBreaker::StayOpen() {
  std::uniform_real_distribution<double> factor(1 - options_.jitter, 1 + options_.jitter);
  state_ = State::kOpen;
  probe_at_ = clock_.Now() + options_.open_for * factor(random_);
}

}  // namespace akin
