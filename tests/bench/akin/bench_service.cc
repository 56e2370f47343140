#include "tests/bench/akin/bench_service.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"

namespace akin::bench {

absl::StatusOr<BenchService::Opening> BenchService::Start(const std::string& folder,
                                                          const std::string& pipelines) {
  const absl::Time start = absl::Now();
  metrics_ = std::make_unique<Metrics>();
  ASSIGN_OR_RETURN(
      app_, RecommendationApp::Open({.data_dir = folder, .pipelines = {.path = pipelines}}, clock_,
                                    *metrics_));
  Opening opening{.time = absl::Now() - start};
  const news::v1::ServiceStatus status = app_->Status();
  opening.articles = status.article_count();
  opening.revision = status.story_revision();
  ASSIGN_OR_RETURN(server_, Server::Start({.metrics = metrics_.get()}, {&app_->service()}));
  app_->Start(storage_.channel());
  return opening;
}

void BenchService::Stop() {
  if (app_ != nullptr) app_->Stop();
  server_.reset();
  app_.reset();
}

absl::Status BenchService::AwaitApplied(int64_t revision, LoadProgress& progress) const {
  constexpr absl::Duration kPoll = absl::Milliseconds(20), kStalled = absl::Minutes(5);
  int64_t best = -1;
  absl::Time moved = absl::Now();
  while (true) {
    const news::v1::ServiceStatus status = app_->Status();
    const int64_t done = std::min(status.applied_revision(), status.story_revision());
    const absl::Time now = absl::Now();
    if (const auto line = progress.Note(status.article_count(), now))
      std::fprintf(stderr, "bench: %s\n", line->c_str());
    if (done >= revision) return absl::OkStatus();
    if (done + status.article_count() > best) moved = now;
    best = std::max(best, done + status.article_count());
    if (now - moved > kStalled)
      return absl::UnavailableError(
          absl::StrCat("stands at revision ", done, " of ", revision, " for minutes"));
    absl::SleepFor(kPoll);
  }
}

}  // namespace akin::bench
