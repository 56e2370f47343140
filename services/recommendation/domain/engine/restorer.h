#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_RESTORER_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_RESTORER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/engine/arrivals.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/learner.h"

namespace akin {

// Puts an engine's state together again from its records, while nobody else is there.
// DATA_LOSS: not a record that this version can read.
class Restorer {
 public:
  // What the keys of records begin with that one thread may give, in ascending order.
  using Prefixes = std::vector<std::string>;
  // In stages, one after the other, of what threads may give side by side: the groups of a stage
  // change different parts of the state.
  static const std::vector<std::vector<Prefixes>>& Stages();

  // All must outlive this.
  Restorer(EngineState& state, Arrivals& arrivals, Learner& learner)
      : state_(state), arrivals_(arrivals), learner_(learner) {}

  absl::Status Restore(absl::string_view key, absl::string_view sealed);
  // Once, after the last record.
  absl::Status Finish();

 private:
  absl::Status RestoreShared(absl::string_view key, absl::string_view value);
  absl::Status RestoreNeighbours(absl::string_view key, absl::string_view value);
  absl::Status RestoreStory(absl::string_view key, absl::string_view value);
  absl::StatusOr<ArticleIndex> Next(absl::string_view key, ArticleIndex& next) const;
  SemanticTable FinishOnAllCores(const SemanticModel& model);

  EngineState& state_;
  Arrivals& arrivals_;
  Learner& learner_;
  // No article before it is told of any more.
  ArticleIndex next_neighbours_ = 0;
  ArticleIndex next_story_ = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_RESTORER_H_
