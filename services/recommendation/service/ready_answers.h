#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_READY_ANSWERS_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_READY_ANSWERS_H_

#include "absl/types/optional.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "common/cache/cache.h"
#include "common/rpc/service_host.h"
#include "services/recommendation/pipelines/pipeline_file.h"

namespace akin {

// Whole answers, cards included, in the form that they are sent in, so that a list that is asked
// for again and again costs little more than sending it. They stand in the cache beside the lists
// that they were made of, and go with them: when a seed or a hit changes or is withdrawn, and when
// the list is to be refreshed. In this process only: the shared cache has ids and features.
// Thread-safe.
class ReadyAnswers {
 public:
  // `pipelines`, which may be null, tell which plan a request is of; both must outlive it.
  ReadyAnswers(Cache& cache, const PipelineFile* pipelines)
      : cache_(cache), pipelines_(pipelines) {}

  // The answer that this caller (null: nobody knows who) gets, if it is kept, fresh, and as new as
  // the request wants it. Does not block.
  absl::optional<ReadyAnswer> Find(const recommendation::v1::ListSimilarArticlesRequest& request,
                                   const Caller* caller) const;

  // Keeps `response`, the whole answer to the valid `request` by `plan` (null: none), if its list
  // (`list`) was in the cache and so has been asked for before. Not with bodies, which have no
  // place in the cache.
  void Keep(const recommendation::v1::ListSimilarArticlesRequest& request, const PipelinePlan* plan,
            const CacheAnswer& list,
            const recommendation::v1::ListSimilarArticlesResponse& response) const;

 private:
  Cache& cache_;
  const PipelineFile* const pipelines_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_READY_ANSWERS_H_
