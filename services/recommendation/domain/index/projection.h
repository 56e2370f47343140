#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_PROJECTION_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_PROJECTION_H_

#include <atomic>
#include <mutex>
#include <vector>

#include "common/sync/mutex.h"
#include "services/recommendation/domain/index/corpus.h"
#include "services/recommendation/domain/model/semantic_model.h"
#include "services/recommendation/domain/model/semantic_table.h"
#include "services/recommendation/domain/tables/jobs.h"

namespace akin {

// The vectors of all articles of a corpus by a model, made anew. Nobody may write meanwhile.
class Projection {
 public:
  Projection(const Corpus& corpus, const SemanticModel& model)
      : corpus_(corpus), model_(model), end_(corpus.end()) {}

  // Appends a job for each core, which share the work among those that get to it.
  void AppendTo(Jobs& jobs);

  // Once all jobs are done.
  SemanticTable Take() { return std::move(vectors_); }

 private:
  static constexpr ArticleIndex kStep = 256;

  void Work();
  void Project(ArticleIndex first, ArticleIndex end);

  const Corpus& corpus_;
  const SemanticModel& model_;
  const ArticleIndex end_;
  std::once_flag looked_up_;
  std::vector<uint32_t> words_;  // Corpus::WordsIn(model_).
  std::atomic<ArticleIndex> next_ = 0;
  Mutex mu_;
  SemanticTable vectors_;  // Threads set rows of it under mu_.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_INDEX_PROJECTION_H_
