#include "tests/bench/akin/bench_service.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"

namespace akin::bench {

absl::StatusOr<absl::Duration> BenchService::Start() {
  const absl::Time start = absl::Now();
  metrics_ = std::make_unique<Metrics>();
  ASSIGN_OR_RETURN(app_, RecommendationApp::Open({.data_dir = folder_}, clock_, *metrics_));
  const absl::Duration opening = absl::Now() - start;
  ASSIGN_OR_RETURN(server_, Server::Start({.metrics = metrics_.get()}, {&app_->service()}));
  app_->Start(storage_.channel());
  return opening;
}

void BenchService::Stop() {
  if (app_ != nullptr) app_->Stop();
  server_.reset();
  app_.reset();
}

absl::Status BenchService::AwaitApplied(int64_t revision) const {
  constexpr absl::Duration kPoll = absl::Milliseconds(20), kReport = absl::Seconds(15);
  constexpr absl::Duration kStalled = absl::Minutes(5);
  int64_t best = -1;
  absl::Time moved = absl::Now(), reported = moved;
  while (true) {
    const news::v1::ServiceStatus status = app_->Status();
    const int64_t done = std::min(status.applied_revision(), status.story_revision());
    if (done >= revision) return absl::OkStatus();
    const absl::Time now = absl::Now();
    const int64_t progress = done + status.article_count();
    if (progress > best) moved = now;
    best = std::max(best, progress);
    if (now - moved > kStalled)
      return absl::UnavailableError(
          absl::StrCat("stands at revision ", done, " of ", revision, " for minutes"));
    if (now - reported > kReport) {
      std::fprintf(stderr, "bench: %ld articles indexed, revision %ld of %ld\n",
                   static_cast<long>(status.article_count()), static_cast<long>(done),
                   static_cast<long>(revision));
      reported = now;
    }
    absl::SleepFor(kPoll);
  }
}

}  // namespace akin::bench
