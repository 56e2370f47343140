#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_LATENCY_QUANTILES_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_LATENCY_QUANTILES_H_

#include <array>
#include <atomic>
#include <cstdint>

#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// Quantiles of how long something took, to a fifth of their value: counts in buckets that grow by
// 2^(1/4), from 10 µs to 10 s. Thread-safe.
class LatencyQuantiles {
 public:
  void Add(absl::Duration latency);
  // The least bound that the share `quantile` of all stayed below. nullopt: there were none.
  absl::optional<absl::Duration> At(double quantile) const;

 private:
  static constexpr int kBuckets = 81;
  std::array<std::atomic<int64_t>, kBuckets> counts_ = {};
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_LATENCY_QUANTILES_H_
