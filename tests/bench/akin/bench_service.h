#ifndef AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_
#define AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/rpc/server.h"
#include "common/time/clock.h"
#include "services/recommendation/recommendation_app.h"
#include "tests/bench/akin/bench_storage.h"

namespace akin::bench {

// The recommendation service as its own process runs it, following a BenchStorage. One thread.
class BenchService {
 public:
  // Both must outlive it; the view's state is in `folder`.
  BenchService(BenchStorage& storage, std::string folder)
      : storage_(storage), folder_(std::move(folder)) {}
  ~BenchService() { Stop(); }

  // Opens what the folder holds, serves, and follows the log. How long opening took.
  absl::StatusOr<absl::Duration> Start();
  void Stop();

  // Waits until everything in the log up to `revision` is indexed and has its story.
  // UNAVAILABLE if nothing moves for minutes.
  absl::Status AwaitApplied(int64_t revision) const;

  const std::string& address() const { return server_->address(); }
  news::v1::ServiceStatus status() const { return app_->Status(); }

 private:
  BenchStorage& storage_;
  const std::string folder_;
  SystemClock clock_;
  std::unique_ptr<Metrics> metrics_;
  std::unique_ptr<RecommendationApp> app_;
  std::unique_ptr<Server> server_;
};

}  // namespace akin::bench

#endif  // AKIN_TESTS_BENCH_AKIN_BENCH_SERVICE_H_
