#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_AGREEMENT_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_AGREEMENT_H_

#include <string>
#include <vector>

#include "absl/types/optional.h"

namespace akin {

// How much a list that would have been agrees with the one that was served.
struct Agreement {
  double overlap = 1;  // The share of the served hits that are in the other; 1 for an empty list.
  // Spearman's, of the hits in both; nullopt for fewer than two.
  absl::optional<double> rank_correlation;
};

// Neither list has a name twice.
Agreement AgreementOf(const std::vector<std::string>& served,
                      const std::vector<std::string>& other);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_AGREEMENT_H_
