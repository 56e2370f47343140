#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_SEED_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_SEED_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/similar.h"
#include "services/recommendation/domain/text/analysis.h"

namespace akin {

// A seed or negative with its text analysed, if it is not stored: made before any lock is taken.
struct PreparedSeed {
  std::string id;                            // Of a stored article, when there is no analysis.
  std::shared_ptr<const Analysis> analysis;  // Else of the text.
};

// INVALID_ARGUMENT with `field`: a text without any words.
absl::StatusOr<std::vector<PreparedSeed>> PrepareSeeds(const std::vector<Seed>& seeds,
                                                       absl::string_view field);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_PREPARED_SEED_H_
