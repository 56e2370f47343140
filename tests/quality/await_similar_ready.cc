#include <algorithm>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "akin/news/v1/status_service.grpc.pb.h"
#include "common/rpc/client.h"
#include "common/status/status_macros.h"
#include "tests/quality/run_similar.h"

namespace akin {
namespace {

constexpr absl::Duration kReadyPoll = absl::Milliseconds(200);
constexpr absl::Duration kReport = absl::Seconds(10);
// Longer than any single step of indexing or training takes.
constexpr absl::Duration kStalled = absl::Minutes(5);

absl::StatusOr<news::v1::ServiceStatus> RecommendationStatus(news::v1::StatusService::Stub& stub) {
  ASSIGN_OR_RETURN(const auto response, CallUnary<news::v1::GetStatusResponse>(
                                            {}, stub, &news::v1::StatusService::Stub::GetStatus,
                                            news::v1::GetStatusRequest()));
  for (const news::v1::ServiceStatus& service : response.services()) {
    if (service.service() == "recommendation") return service;
  }
  return absl::NotFoundError("the server runs no recommendation service");
}

}  // namespace

absl::StatusOr<int64_t> AwaitSimilarReady(const std::shared_ptr<grpc::Channel>& channel,
                                          int64_t revision) {
  const auto stub = news::v1::StatusService::NewStub(channel);
  int64_t best = -1;
  absl::Time moved = absl::Now();
  absl::Time reported = absl::Now();
  while (true) {
    ASSIGN_OR_RETURN(const news::v1::ServiceStatus status, RecommendationStatus(*stub));
    const int64_t done = std::min(status.applied_revision(), status.story_revision());
    if (done >= revision) return status.applied_revision();
    const absl::Time now = absl::Now();
    if (done > best) moved = now;
    best = std::max(best, done);
    if (now - moved > kStalled)
      return absl::UnavailableError(
          absl::StrCat("stands at revision ", done, " of ", revision, " for minutes"));
    if (now - reported > kReport) {
      std::fprintf(stderr, "indexed %ld, stories %ld of revision %ld\n",
                   static_cast<long>(status.applied_revision()),
                   static_cast<long>(status.story_revision()), static_cast<long>(revision));
      reported = now;
    }
    absl::SleepFor(kReadyPoll);
  }
}

}  // namespace akin
