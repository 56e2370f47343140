#include "tests/bench/load/load.h"

#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>

#include "absl/time/clock.h"
#include "common/sync/mutex.h"
#include "tests/bench/corpus/random.h"
#include "tests/bench/load/process_usage.h"

namespace akin::bench {
namespace {

// What comes back from calls. Thread-safe.
class Results {
 public:
  void Started() {
    MutexLock lock(mu_);
    ++outstanding_;
  }

  void Answered(absl::Time due, bool ok) {
    const double millis = absl::ToDoubleMilliseconds(absl::Now() - due);
    MutexLock lock(mu_);
    if (ok) {
      millis_.push_back(millis);
    } else {
      ++errors_;
    }
    if (--outstanding_ == 0) idle_.NotifyAll();
  }

  int64_t outstanding() const {
    MutexLock lock(mu_);
    return outstanding_;
  }

  void AwaitIdle() {
    MutexLock lock(mu_);
    while (outstanding_ > 0) idle_.Wait(mu_);
  }

  void MoveTo(LoadResult& out) {
    MutexLock lock(mu_);
    out.errors = errors_;
    out.millis = std::move(millis_);
    std::sort(out.millis.begin(), out.millis.end());
  }

 private:
  mutable Mutex mu_;
  CondVar idle_;
  int64_t outstanding_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t errors_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<double> millis_ ABSL_GUARDED_BY(mu_);
};

// Measures what the process spends from its making on.
class Meter {
 public:
  void MoveTo(LoadResult& out) const {
    out.seconds = absl::ToDoubleSeconds(absl::Now() - start_);
    out.cpu_seconds = ProcessCpuSeconds() - cpu_;
  }

 private:
  const absl::Time start_ = absl::Now();
  const double cpu_ = ProcessCpuSeconds();
};

}  // namespace

double LoadResult::Percentile(double q) const {
  if (millis.empty()) return 0;
  const size_t rank = static_cast<size_t>(std::ceil(q * millis.size()));
  return millis[std::min(millis.size(), std::max<size_t>(rank, 1)) - 1];
}

LoadResult ClosedLoop(const StartCall& start, int in_flight, absl::Duration duration) {
  Results results;
  const Meter meter;
  const absl::Time end = absl::Now() + duration;
  std::function<void()> next = [&] {
    const absl::Time due = absl::Now();
    results.Started();
    start([&, due](bool ok) {
      if (absl::Now() < end) next();
      results.Answered(due, ok);
    });
  };
  for (int i = 0; i < in_flight; ++i) next();
  results.AwaitIdle();
  LoadResult out;
  meter.MoveTo(out);
  results.MoveTo(out);
  return out;
}

LoadResult OpenLoop(const StartCall& start, double per_second, absl::Duration duration,
                    uint64_t seed) {
  constexpr int64_t kMostOutstanding = 3000;  // below what a server admits
  prctl(PR_SET_TIMERSLACK, 1);                // wake when asked, not up to 50 µs later
  Random random(seed);
  Results results;
  LoadResult out;
  const Meter meter;
  absl::Time due = absl::Now();
  const absl::Time end = due + duration;
  while (!out.overloaded && (due += absl::Seconds(random.Exponential(1 / per_second))) < end) {
    absl::SleepFor(due - absl::Now());
    results.Started();
    start([&results, due](bool ok) { results.Answered(due, ok); });
    out.overloaded = results.outstanding() > kMostOutstanding;
  }
  results.AwaitIdle();
  meter.MoveTo(out);
  results.MoveTo(out);
  return out;
}

}  // namespace akin::bench
