#ifndef AKIN_SERVICES_RECOMMENDATION_ENGINE_GAUGES_H_
#define AKIN_SERVICES_RECOMMENDATION_ENGINE_GAUGES_H_

#include <utility>
#include <vector>

#include "common/metrics/metrics.h"
#include "services/recommendation/domain/engine/similarity_engine.h"

namespace akin {

// What the similarity engine holds, for people who run it: articles, stories, terms, postings, and
// bytes by part. Thread-safe.
class EngineGauges {
 public:
  explicit EngineGauges(Metrics& metrics);

  void Show(const SimilarityEngine::Stats& stats);

 private:
  Gauge articles_, stories_, terms_, postings_;
  std::vector<std::pair<size_t MemoryUse::*, Gauge>> bytes_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_ENGINE_GAUGES_H_
