#include "services/recommendation/domain/engine/prepared_seed.h"

#include "absl/types/variant.h"
#include "common/status/errors.h"

namespace akin {

absl::StatusOr<std::vector<PreparedSeed>> PrepareSeeds(const std::vector<Seed>& seeds,
                                                       absl::string_view field) {
  std::vector<PreparedSeed> prepared;
  for (const Seed& seed : seeds) {
    if (absl::holds_alternative<std::string>(seed)) {
      prepared.push_back({.id = absl::get<std::string>(seed), .analysis = nullptr});
      continue;
    }
    auto analysis = std::make_shared<const Analysis>(AnalyzeDocument(absl::get<Document>(seed)));
    if (analysis->words == 0) return InvalidField(field, "a text without any words");
    prepared.push_back({.id = "", .analysis = std::move(analysis)});
  }
  return prepared;
}

}  // namespace akin
