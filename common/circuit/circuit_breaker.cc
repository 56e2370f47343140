#include "common/circuit/circuit_breaker.h"

#include <algorithm>
#include <utility>

namespace akin {

CircuitBreaker::CircuitBreaker(const Options& options, const Clock& clock, std::mt19937_64 random)
    : options_(options), clock_(clock), random_(std::move(random)), open_for_(options.open_for) {}

bool CircuitBreaker::Allow() {
  MutexLock lock(mu_);
  if (state_ == State::kClosed) return true;
  if (state_ == State::kProbing || clock_.Now() < probe_at_) return false;
  state_ = State::kProbing;
  return true;
}

bool CircuitBreaker::ReportSuccess() {
  MutexLock lock(mu_);
  failures_ = 0;
  if (state_ == State::kClosed) return false;
  state_ = State::kClosed;
  closed_at_ = clock_.Now();
  return true;
}

bool CircuitBreaker::ReportFailure() { return FailedTimes(1); }

bool CircuitBreaker::ReportRefusal() { return FailedTimes(options_.failures_to_open); }

void CircuitBreaker::ReportNothing() {
  MutexLock lock(mu_);
  if (state_ == State::kProbing) StayOpen();
}

bool CircuitBreaker::FailedTimes(int failures) {
  MutexLock lock(mu_);
  // While it is open, a failure is of a call let through before, and tells nothing new.
  if (state_ == State::kOpen) return false;
  const bool was_closed = state_ == State::kClosed;
  if (was_closed && (failures_ += failures) < options_.failures_to_open) return false;
  was_closed ? Open() : StayOpen();
  return was_closed;
}

bool CircuitBreaker::IsOpen() const {
  MutexLock lock(mu_);
  return state_ != State::kClosed;
}

void CircuitBreaker::Open() {
  const bool relapse = clock_.Now() - closed_at_ < options_.relapse_within;
  open_for_ = relapse ? std::min(2 * open_for_, options_.max_open_for) : options_.open_for;
  StayOpen();
}

void CircuitBreaker::StayOpen() {
  std::uniform_real_distribution<double> factor(1 - options_.jitter, 1 + options_.jitter);
  state_ = State::kOpen;
  probe_at_ = clock_.Now() + open_for_ * factor(random_);
}

}  // namespace akin
