#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_OVERLAP_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_OVERLAP_H_

#include <algorithm>

namespace akin {

// How much two sets of things have in common.
struct Overlap {
  double a = 0;       // Weight of a's things,
  double b = 0;       // of b's,
  double shared = 0;  // and of those in both.

  void Add(double weight, bool is_shared) {
    b += weight;
    if (is_shared) shared += weight;
  }
  double OfSmaller() const {
    const double smaller = std::min(a, b);
    return smaller > 0 ? std::min(1.0, shared / smaller) : 0;
  }
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_SCORING_OVERLAP_H_
