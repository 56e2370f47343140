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
  const double above = (features.smoothed_cosine - kCosineOfNothing) / (1 - kCosineOfNothing);
  double similarity = std::pow(std::clamp(above, 0.0, 1.0), kCosinePower);
  // A word or two in common is thin evidence where the rest of both texts is found nowhere else.
  const double known = features.lexical_cosine > 0
                           ? features.text_cosine / features.lexical_cosine / kKnownShareOfTrust
                           : 1;
  similarity *= std::min(1.0, known * known);
  const double duplicate = DuplicateScoreOf(features);
  // Between nearly equal texts the raw comparison is the better judge.
  return duplicate < kDuplicateThreshold ? similarity * (1 - 1e-6)
                                         : std::max(similarity * (1 - 1e-6), duplicate);
}

double LeastLexicalCosine(size_t articles) {
  constexpr double kFew = 100, kMany = 2000;
  const double count = std::clamp(static_cast<double>(articles), kFew, kMany);
  const double fewness = std::log(kMany / count) / std::log(kMany / kFew);
  return kLeastLexicalCosine + fewness * (kLeastLexicalCosineOfFew - kLeastLexicalCosine);
}

double DuplicateScoreOf(const PairFeatures& features) {
  const double mean = kContainmentShare * features.shingle_containment +
                      (1 - kContainmentShare) * features.text_cosine;
  return ThroughHalf(mean, kDuplicateMean);
}

bool IsNearDuplicate(const PairFeatures& features) {
  return DuplicateScoreOf(features) >= kDuplicateThreshold;
}

}  // namespace akin
