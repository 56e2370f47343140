#ifndef AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_
#define AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "services/recommendation/recommendation_app.h"
#include "tests/bench/akin/bench_storage.h"
#include "tests/bench/akin/load_progress.h"

namespace akin::bench {

// The recommendation service as its own process runs it, following a BenchStorage. One thread.
class BenchService {
 public:
  // `storage` must outlive it.
  explicit BenchService(BenchStorage& storage) : storage_(storage) {}
  ~BenchService() { Stop(); }

  // What it opened.
  struct Opening {
    absl::Duration time;
    int64_t articles = 0;
    int64_t revision = 0;
  };

  // Opens what the folder holds, serves, and follows the log. `pipelines`: their file; empty: none.
  absl::StatusOr<Opening> Start(const std::string& folder, const std::string& pipelines = "");
  void Stop();

  // Waits until everything in the log up to `revision` is indexed and has its story, and tells
  // `progress` as it goes on. UNAVAILABLE if nothing moves for minutes.
  absl::Status AwaitApplied(int64_t revision, LoadProgress& progress) const;

  const std::string& address() const { return server_->address(); }
  int64_t article_count() const { return app_->Status().article_count(); }
  SimilarityEngine::Stats engine_stats() const { return app_->EngineStats(); }

 private:
  BenchStorage& storage_;
  SystemClock clock_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<RecommendationApp> app_;
  std::unique_ptr<Server> server_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_
