#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_FILE_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_FILE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/sync/mutex.h"
#include "common/sync/periodic_task.h"
#include "services/recommendation/pipelines/pipeline_set.h"

namespace akin {

// The pipelines of a file, read again when it changes. One that is not valid any more, or not
// there, is logged, and the last valid one stays. Thread-safe.
class PipelineFile {
 public:
  struct Options {
    std::string path;
    absl::Duration poll = absl::Seconds(1);
  };
  // Told of each set before anybody is answered by it; on one thread at a time.
  using OnChange = std::function<void(const PipelineSet&)>;

  // Reads the file, and begins to watch it. INVALID_ARGUMENT names the file and what is wrong with
  // it. `metrics` must outlive it.
  static absl::StatusOr<std::unique_ptr<PipelineFile>> Open(const Options& options,
                                                            Metrics& metrics, OnChange on_change);

  // Never null.
  std::shared_ptr<const PipelineSet> current() const;
  // Why the file as it is now is not used; empty: it is.
  std::string refused() const;

 private:
  PipelineFile(const Options& options, Metrics& metrics, OnChange on_change);
  absl::Status Read();
  void Refresh();

  const Options options_;
  const OnChange on_change_;
  Gauge refused_gauge_;
  std::string stamps_;  // Of the file as last looked at; of the thread that reads.

  mutable Mutex mu_;
  std::shared_ptr<const PipelineSet> current_ ABSL_GUARDED_BY(mu_);
  std::string refused_ ABSL_GUARDED_BY(mu_);
  std::unique_ptr<PeriodicTask> watcher_;  // Last: its thread uses the rest.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_FILE_H_
