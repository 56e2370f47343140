#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_SIMILAR_LISTER_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_SIMILAR_LISTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "common/cache/cache.h"
#include "common/filter/filter.h"
#include "common/view/revision_gate.h"
#include "services/recommendation/pipelines/pipeline_set.h"
#include "services/recommendation/view/similarity_view.h"

namespace akin {

// A valid question, and how much cache the caller accepts.
struct SimilarQuestion {
  // Only what the answer's ids and features depend on: view, min_revision, max_staleness, pipeline
  // and experiment_key are cleared, page_size is set, arrange is what the pipeline makes of it.
  recommendation::v1::ListSimilarArticlesRequest request;
  // `request.filter`, parsed.
  Filter filter;
  // What makes the list; null, or one in which no plug-in takes part: the engine alone.
  PipelinePlanPtr plan;
  // For an engine without cache: what alone it is to score and arrange; empty: what it finds.
  std::vector<Proposal> proposals;
  int64_t min_revision = 0;
  absl::Duration max_staleness = absl::InfiniteDuration();
  absl::Time deadline = absl::InfiniteFuture();
  std::string traceparent;
};

// The answer to a SimilarQuestion.
struct SimilarList {
  recommendation::v1::ListSimilarArticlesResponse response;
  // What the cache has of it; without an entry where there is no cache.
  CacheAnswer cached;
  // It may be cached no longer than this.
  absl::Duration max_ttl = absl::InfiniteDuration();
};

// Lists what is similar: hits have names and features only, and may have been withdrawn since.
// `info` says revision and cache status. Implementations are thread-safe.
class SimilarLister {
 public:
  virtual ~SimilarLister() = default;

  // Seeds that are not stored are named in the answer's `missing_seeds`. NOT_FOUND: none is stored
  // (reason ARTICLE_WITHDRAWN if that is why). INVALID_ARGUMENT names the field.
  virtual absl::StatusOr<SimilarList> List(const SimilarQuestion& question) = 0;
};

// Asks the engine.
class EngineLister : public SimilarLister {
 public:
  // Both must outlive the lister.
  EngineLister(const SimilarityView& view, const RevisionGate& gate) : view_(view), gate_(gate) {}
  absl::StatusOr<SimilarList> List(const SimilarQuestion& question) override;

 private:
  const SimilarityView& view_;
  const RevisionGate& gate_;
};

// Remembers what `slow` has answered. The key has the seeds' revisions, the model's version and the
// plan of plug-ins, if any take part; what is degraded is not remembered. What changes around a
// seed invalidates its lists through the tags of the view.
class CachingLister : public SimilarLister {
 public:
  // All must outlive the lister.
  CachingLister(SimilarLister& slow, Cache& cache, const SimilarityView& view)
      : slow_(slow), cache_(cache), view_(view) {}
  absl::StatusOr<SimilarList> List(const SimilarQuestion& question) override;

 private:
  std::string Key(const SimilarQuestion& question) const;

  SimilarLister& slow_;
  Cache& cache_;
  const SimilarityView& view_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_SIMILAR_LISTER_H_
