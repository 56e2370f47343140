#ifndef AKIN_COMMON_CIRCUIT_CIRCUIT_BREAKER_H_
#define AKIN_COMMON_CIRCUIT_CIRCUIT_BREAKER_H_

#include <random>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// Spares callers the wait for a dependency that is down. Closed, it lets every call through; after
// some failures in a row (a single late answer is normal, several are not) it opens and refuses
// calls at once; after a while it lets one probe through, whose outcome closes or reopens it.
// Thread-safe.
class CircuitBreaker {
 public:
  struct Options {
    // Failures in a row that open the circuit.
    int failures_to_open = 5;
    // How long it stays open before a probe; each time drawn from [1 - jitter, 1 + jitter] of it,
    // so that replicas do not probe in step.
    absl::Duration open_for = absl::Seconds(1);
    double jitter = 0.5;
    // What opens again so soon after it has closed works by halves, and stays open twice as long
    // as the last time, up to a limit.
    absl::Duration relapse_within = absl::Seconds(10);
    absl::Duration max_open_for = absl::Seconds(30);
  };

  CircuitBreaker(const Options& options, const Clock& clock, std::mt19937_64 random);

  // Whether the caller may try. After true it reports the outcome, exactly once.
  bool Allow();
  // True if this closed it.
  bool ReportSuccess();
  // True if this opened it; false also where a probe failed and it stays open.
  bool ReportFailure();
  // As ReportFailure, but one is enough: the dependency itself said that it cannot.
  bool ReportRefusal();
  // The outcome says nothing about the dependency; a probe of that kind leaves it open.
  void ReportNothing();

  // True from opening until the success of a probe.
  bool IsOpen() const;

 private:
  enum class State { kClosed, kOpen, kProbing };

  bool FailedTimes(int failures);
  void Open() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void StayOpen() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Options options_;
  const Clock& clock_;
  mutable Mutex mu_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(mu_);
  State state_ ABSL_GUARDED_BY(mu_) = State::kClosed;
  int failures_ ABSL_GUARDED_BY(mu_) = 0;
  absl::Duration open_for_ ABSL_GUARDED_BY(mu_);
  absl::Time probe_at_ ABSL_GUARDED_BY(mu_);
  absl::Time closed_at_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();
};

}  // namespace akin

#endif  // AKIN_COMMON_CIRCUIT_CIRCUIT_BREAKER_H_
