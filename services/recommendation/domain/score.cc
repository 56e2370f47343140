#include "services/recommendation/domain/score.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Rises through (0, 0), (middle, 0.5) and (1, 1), as a power of x.
double ThroughHalf(double x, double middle) {
  return x <= 0 ? 0 : std::pow(std::min(x, 1.0), std::log(0.5) / std::log(middle));
}

}  // namespace

double SimilarityOf(const PairFeatures& features) {
  const double range = 1 - kCosineOfNothing;
  const double similarity = ThroughHalf((features.smoothed_cosine - kCosineOfNothing) / range,
                                        (kCosineOfHalf - kCosineOfNothing) / range);
  const double duplicate = DuplicateScoreOf(features);
  // Between nearly equal texts the raw comparison is the better judge.
  return duplicate < kDuplicateThreshold ? similarity * (1 - 1e-6)
                                         : std::max(similarity * (1 - 1e-6), duplicate);
}

double DuplicateScoreOf(const PairFeatures& features) {
  const double mean = kContainmentShare * features.shingle_containment +
                      (1 - kContainmentShare) * features.lexical_cosine;
  return ThroughHalf(mean, kDuplicateMean);
}

bool IsNearDuplicate(const PairFeatures& features) {
  return DuplicateScoreOf(features) >= kDuplicateThreshold;
}

}  // namespace akin
