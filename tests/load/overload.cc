#include "tests/load/overload.h"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "tests/bench/load/load.h"

namespace akin::load {
namespace {

// After an overload, half of the capacity is looked at in pieces of this length.
constexpr absl::Duration kPiece = absl::Milliseconds(250);
constexpr absl::Duration kLongest = absl::Minutes(1);

int64_t CallsIn(double per_second, absl::Duration duration) {
  return static_cast<int64_t>(1.2 * per_second * absl::ToDoubleSeconds(duration)) + 100;
}

double FindCapacity(const OverloadPlan& plan) {
  const Traffic traffic = plan.traffic(CallsIn(5'000, plan.duration));
  Tally tally;
  const auto calls = CallsOf(traffic, tally);
  bench::ClosedLoop(calls, plan.in_flight, plan.duration / 4);  // to warm up
  return bench::ClosedLoop(calls, plan.in_flight, plan.duration).PerSecond();
}

Level Measure(LoadedCluster& cluster, const OverloadPlan& plan, double capacity, double times) {
  const double rate = capacity * times;
  const Traffic traffic = plan.traffic(CallsIn(rate, plan.duration));
  Level level{times};
  std::thread companion([&] {
    if (plan.beside == nullptr) return;
    level.beside = MeasureLevel(
        plan.beside, {.per_second = plan.beside_per_second, .duration = plan.duration, .seed = 2});
  });
  level.load = MeasureLevel(traffic, {rate, plan.duration});
  companion.join();
  level.resident_bytes = cluster.ResidentBytes();
  return level;
}

bool IsNormal(const LevelResult& piece, const LevelResult& half) {
  return piece.refused + piece.failed == 0 && piece.p50_ms <= 2 * half.p50_ms &&
         piece.p99_ms <= 2 * half.p99_ms;
}

absl::Duration TimeToNormal(const OverloadPlan& plan, double capacity, const LevelResult& half) {
  const Traffic traffic = plan.traffic(CallsIn(capacity / 2, kPiece));
  const absl::Time start = absl::Now();
  absl::Time piece_start = start;
  while (!IsNormal(MeasureLevel(traffic, {capacity / 2, kPiece}), half) &&
         piece_start < start + kLongest) {
    piece_start = absl::Now();
  }
  return piece_start - start;
}

}  // namespace

const Level& OverloadReport::At(double times_capacity) const {
  for (const Level& level : levels) {
    if (level.times_capacity == times_capacity) return level;
  }
  std::abort();
}

double OverloadReport::PeakGoodput() const {
  double peak = 0;
  for (const Level& level : levels) peak = std::max(peak, level.load.goodput);
  return peak;
}

LevelResult MeasureLevel(const Traffic& traffic, const Arrivals& arrivals,
                         std::vector<double>* millis) {
  Tally tally;
  const bench::LoadResult result =
      bench::OpenLoop(CallsOf(traffic, tally, arrivals.token), arrivals.per_second,
                      arrivals.duration, arrivals.seed);
  const auto calls = static_cast<int64_t>(result.millis.size()) + result.errors;
  if (millis != nullptr) {
    millis->insert(millis->end(), result.millis.begin(), result.millis.end());
  }
  return {.offered = static_cast<double>(calls) / absl::ToDoubleSeconds(arrivals.duration),
          .goodput = result.PerSecond(),
          .p50_ms = result.Percentile(0.5),
          .p99_ms = result.Percentile(0.99),
          .calls = calls,
          .refused = tally.refused,
          .refused_without_hint = tally.refused_without_hint,
          .failed = tally.failed};
}

OverloadReport MeasureOverload(LoadedCluster& cluster, const OverloadPlan& plan) {
  OverloadReport report;
  report.capacity = FindCapacity(plan);
  for (double times : plan.times_capacity) {
    report.levels.push_back(Measure(cluster, plan, report.capacity, times));
  }
  report.time_to_normal = TimeToNormal(plan, report.capacity, report.levels.front().load);
  return report;
}

}  // namespace akin::load
