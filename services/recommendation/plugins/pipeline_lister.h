#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_PIPELINE_LISTER_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_PIPELINE_LISTER_H_

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/cache/cache.h"
#include "common/sync/executor.h"
#include "services/recommendation/plugins/list_maker.h"

namespace akin {

// Lists with the plug-ins of the question's plan, which must have some. Thread-safe.
class PluginLister : public SimilarLister {
 public:
  // At most `max_waiting` calls wait for plug-ins at a time, so that threads are left for the
  // others; what comes then is answered without them.
  PluginLister(const ListMaker::Parts& parts, int max_waiting)
      : parts_(parts), max_waiting_(max_waiting) {}
  absl::StatusOr<SimilarList> List(const SimilarQuestion& question) override;

 private:
  const ListMaker::Parts parts_;
  const int max_waiting_;
  std::atomic<int> waiting_ = 0;
};

// Leads each question to who answers it: the engine's lists where no plug-in takes part, else those
// with plug-ins, cached where the pipeline allows it. Shadows are asked after the answer, on
// threads of their own. Thread-safe.
class PipelineLister : public SimilarLister {
 public:
  struct Options {
    int max_waiting = 8;  // See PluginLister.
    int shadow_threads = 2;
    int max_shadows = 64;  // Lists that wait for their comparison; beyond, there is none.
  };
  // All must outlive the lister.
  PipelineLister(const ListMaker::Parts& parts, Cache& cache, const Options& options);
  absl::StatusOr<SimilarList> List(const SimilarQuestion& question) override;

 private:
  SimilarLister& ListerFor(const PipelinePlan& plan);
  void OfferToShadows(const SimilarQuestion& question, const SimilarList& served);
  void CompareAll(const SimilarQuestion& question, const std::vector<std::string>& served);

  const ListMaker::Parts parts_;
  const Options options_;
  PluginLister plugins_;
  CachingLister cached_plugins_;
  std::atomic<int> shadows_ = 0;
  Executor shadow_threads_;  // Last: its tasks use the rest.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_PIPELINE_LISTER_H_
