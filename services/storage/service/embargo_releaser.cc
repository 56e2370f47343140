#include "services/storage/service/embargo_releaser.h"

#include <utility>
#include <vector>

#include "common/log/log.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

// Released in one commit: of the largest articles, as much as fits into one.
constexpr int kMaxTogether = 32;

// A disk that is full is told of this often, not at each look.
constexpr absl::Duration kComplainEvery = absl::Seconds(10);

}  // namespace

EmbargoReleaser::EmbargoReleaser(ArticleStore& store, const Clock& clock, Metrics& metrics)
    : store_(store),
      clock_(clock),
      held_(metrics.GetGauge("akin_embargoed_articles",
                             "Articles that have something held back until its time")),
      released_(metrics.GetCounter("akin_embargoes_released_total",
                                   "Articles that were published when their time had come")) {}

void EmbargoReleaser::ReleaseDue() {
  const absl::Status status = ReleaseAllDue();
  if (!status.ok()) Complain(status);
}

absl::Status EmbargoReleaser::ReleaseAllDue() {
  ASSIGN_OR_RETURN(const auto snapshot, store_.Snapshot());
  held_.Set(static_cast<double>(snapshot->embargoed_count()));
  absl::optional<ArticlePosition> after;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<ArticlePosition> due,
                     snapshot->Embargoed(after, clock_.Now(), kMaxTogether));
    if (due.empty()) return absl::OkStatus();
    std::vector<std::string> names;
    for (const ArticlePosition& place : due) names.push_back(place.name);
    Release(names);
    after = due.back();
  }
}

void EmbargoReleaser::Release(absl::Span<const std::string> names) {
  const absl::StatusOr<int> released = store_.ReleaseDue(names);
  if (released.ok()) return released_.Increment(*released);
  if (names.size() == 1) return Complain(released.status());
  for (const std::string& name : names) Release({&name, 1});
}

void EmbargoReleaser::Complain(const absl::Status& status) {
  if (clock_.Now() < complained_ + kComplainEvery && clock_.Now() >= complained_) return;
  complained_ = clock_.Now();
  Log(Severity::kError, "cannot publish what is due", {{"error", status.ToString()}});
}

}  // namespace akin
