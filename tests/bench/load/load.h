#ifndef AKIN_TESTS_BENCH_LOAD_LOAD_H_
#define AKIN_TESTS_BENCH_LOAD_LOAD_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"

namespace akin::bench {

// Begins one call; `done` is called from any thread when it was answered, with whether it was
// answered well.
using StartCall = std::function<void(std::function<void(bool ok)> done)>;

struct LoadResult {
  int64_t errors = 0;
  double seconds = 0;
  double cpu_seconds = 0;      // Of the whole process, client and server.
  std::vector<double> millis;  // Of the calls that were answered well, ascending.
  bool overloaded = false;     // An open loop gave up: answers did not keep pace.

  double PerSecond() const { return seconds > 0 ? millis.size() / seconds : 0; }
  double CpuMicros() const { return millis.empty() ? 0 : 1e6 * cpu_seconds / millis.size(); }
  double Percentile(double q) const;  // 0.99: 99 % of the calls took this long or less.
};

// `in_flight` callers that ask again as soon as they are answered: finds the highest throughput.
LoadResult ClosedLoop(const StartCall& start, int in_flight, absl::Duration duration);

// Callers that know nothing of one another, arriving at random with this rate. Time runs from when
// a call was due, also where the driver or the server fell behind, so that a stall is seen by
// everyone who would have met it ("coordinated omission" is avoided).
LoadResult OpenLoop(const StartCall& start, double per_second, absl::Duration duration,
                    uint64_t seed);

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_LOAD_LOAD_H_
