#ifndef AKIN_TESTS_LOAD_OVERLOAD_H_
#define AKIN_TESTS_LOAD_OVERLOAD_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "tests/load/loaded_cluster.h"
#include "tests/load/traffic.h"

namespace akin::load {

// What became of a load that did not wait for answers. Times are those of calls that were answered,
// from when they were due.
struct LevelResult {
  double offered = 0, goodput = 0;  // calls a second
  double p50_ms = 0, p99_ms = 0;
  int64_t calls = 0, refused = 0, refused_without_hint = 0, failed = 0;

  double RefusedShare() const { return calls == 0 ? 0 : static_cast<double>(refused) / calls; }
};

// One level of load, and what else went on beside it.
struct Level {
  double times_capacity = 0;
  LevelResult load;
  LevelResult beside;          // empty without a companion
  int64_t resident_bytes = 0;  // of all services, after it
};

struct OverloadReport {
  double capacity = 0;  // calls a second, found by callers who wait for answers
  std::vector<Level> levels;
  absl::Duration time_to_normal;  // after the last level

  const Level& At(double times_capacity) const;
  double PeakGoodput() const;  // of the levels
};

// What is to be tried.
struct OverloadPlan {
  // The traffic for so many calls.
  std::function<Traffic(int64_t calls)> traffic;
  // Callers who wait for answers, to find the capacity: enough to keep the service busy, few enough
  // that it refuses none.
  int in_flight = 4;
  std::vector<double> times_capacity = {0.5, 1, 2, 3};
  absl::Duration duration = absl::Seconds(10);  // of each level
  // Goes on at one rate beside each level.
  Traffic beside = nullptr;
  double beside_per_second = 0;
};

// Finds the capacity, tries the levels, then waits until half of the capacity is served as it was
// before (no more than a minute).
OverloadReport MeasureOverload(LoadedCluster& cluster, const OverloadPlan& plan);

// Calls that come at random, whatever becomes of those before.
struct Arrivals {
  double per_second = 0;
  absl::Duration duration;
  std::string token = {};  // of who calls, see CallsOf
  uint64_t seed = 1;
};

// `millis`, if given, gets each answered call's time.
LevelResult MeasureLevel(const Traffic& traffic, const Arrivals& arrivals,
                         std::vector<double>* millis = nullptr);

}  // namespace akin::load

#endif  // AKIN_TESTS_LOAD_OVERLOAD_H_
