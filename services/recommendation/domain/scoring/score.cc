#include "services/recommendation/domain/scoring/score.h"

#include <algorithm>
#include <cmath>

#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// Rises through (0, 0), (middle, 0.5) and (1, 1), as a power of x.
double ThroughHalf(double x, double middle) {
  return x <= 0 ? 0 : std::pow(std::min(x, 1.0), std::log(0.5) / std::log(middle));
}

// How much of a likeness is not a form's; less than all only where much of both texts is the same,
// so that common phrases do not count as forms.
double OwnShare(const PairFeatures& features) {
  const double above = features.shared_phrases - kFormPhrasesFrom;
  const double form = std::clamp(above / (kFormPhrasesTo - kFormPhrasesFrom), 0.0, 1.0);
  if (form == 0 || features.text_cosine == 0) return 1;
  const double own = features.own_cosine / features.text_cosine / kOwnShareOfTrust;
  return 1 - form * (1 - std::min(1.0, own));
}

}  // namespace

double SimilarityOf(const PairFeatures& features) {
  const double cosine = features.smoothed_cosine * OwnShare(features);
  const double above = (cosine - kCosineOfNothing) / (1 - kCosineOfNothing);
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
                      (1 - kContainmentShare) * features.own_cosine;
  return ThroughHalf(mean, kDuplicateMean);
}

bool IsNearDuplicate(const PairFeatures& features) {
  return DuplicateScoreOf(features) >= kDuplicateThreshold;
}

}  // namespace akin
