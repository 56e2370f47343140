#include "services/recommendation/pipelines/latency_quantiles.h"

#include <algorithm>
#include <cmath>

namespace akin {
namespace {

constexpr absl::Duration kLeast = absl::Microseconds(10);
constexpr double kStepsPerDoubling = 4;

absl::Duration BoundOf(int bucket) { return kLeast * std::exp2(bucket / kStepsPerDoubling); }

}  // namespace

void LatencyQuantiles::Add(absl::Duration latency) {
  const double times = absl::FDivDuration(latency, kLeast);
  const double bucket = times <= 1 ? 0 : std::ceil(std::log2(times) * kStepsPerDoubling);
  ++counts_[static_cast<size_t>(std::min<double>(bucket, kBuckets - 1))];
}

absl::optional<absl::Duration> LatencyQuantiles::At(double quantile) const {
  int64_t all = 0;
  for (const auto& count : counts_) all += count;
  if (all == 0) return absl::nullopt;
  const auto wanted = static_cast<int64_t>(std::ceil(quantile * static_cast<double>(all)));
  int64_t seen = 0;
  int bucket = 0;
  while ((seen += counts_[bucket]) < wanted && bucket + 1 < kBuckets) ++bucket;
  return BoundOf(bucket);
}

}  // namespace akin
