#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_KEPT_ENGINE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_KEPT_ENGINE_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

// For tests: what a store keeps of an engine, and an engine that is made of it again.
namespace akin {

using Records = std::map<std::string, std::string>;

void Save(const StateChanges& changes, Records& records);

// As the service restarts: in stages, but on one thread.
absl::StatusOr<std::unique_ptr<SimilarityEngine>> Restarted(
    const Records& records, const SimilarityEngine::Options& options = {});

// Everything that an answer says, numbers to the last bit.
std::string Printed(const SimilarResult& result);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_TESTING_KEPT_ENGINE_H_
