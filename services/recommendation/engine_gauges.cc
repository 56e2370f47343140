#include "services/recommendation/engine_gauges.h"

namespace akin {

EngineGauges::EngineGauges(Metrics& metrics)
    : articles_(metrics.GetGauge("akin_recommendation_articles", "Live articles in the index.")),
      stories_(metrics.GetGauge("akin_recommendation_stories", "Stories that have articles.")),
      terms_(metrics.GetGauge("akin_recommendation_terms", "Words of the index.")),
      postings_(metrics.GetGauge("akin_recommendation_postings",
                                 "Occurrences of words in articles, each pair once.")) {
  const auto add = [&](const char* part, size_t MemoryUse::*bytes) {
    bytes_.emplace_back(
        bytes, metrics.GetGauge("akin_recommendation_memory_bytes",
                                "Bytes that a part of the index holds, about.", {{"part", part}}));
  };
  add("articles", &MemoryUse::articles);
  add("postings", &MemoryUse::postings);
  add("vocabulary", &MemoryUse::vocabulary);
  add("semantics", &MemoryUse::semantics);
  add("shingle_counts", &MemoryUse::shingle_counts);
  add("neighbours", &MemoryUse::neighbours);
  add("stories", &MemoryUse::stories);
}

void EngineGauges::Show(const SimilarityEngine::Stats& stats) {
  articles_.Set(static_cast<double>(stats.articles));
  stories_.Set(static_cast<double>(stats.stories));
  terms_.Set(static_cast<double>(stats.terms));
  postings_.Set(static_cast<double>(stats.postings));
  for (auto& [bytes, gauge] : bytes_) gauge.Set(static_cast<double>(stats.memory.*bytes));
}

}  // namespace akin
