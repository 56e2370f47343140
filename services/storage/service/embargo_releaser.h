#ifndef AKIN_SERVICES_STORAGE_SERVICE_EMBARGO_RELEASER_H_
#define AKIN_SERVICES_STORAGE_SERVICE_EMBARGO_RELEASER_H_

#include <string>

#include "absl/types/span.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "services/storage/domain/article_store.h"

namespace akin {

// Publishes what is held back once its time has come. It asks the wall clock anew at each look, so
// that a clock that was set, and a process that was stopped or killed, only delay a release until
// the next look. One thread.
class EmbargoReleaser {
 public:
  // All must outlive it; `clock` is the store's.
  EmbargoReleaser(ArticleStore& store, const Clock& clock, Metrics& metrics);

  // Publishes all that is due. What cannot be published is logged, waits for the next look, and
  // keeps nothing else from being published.
  void ReleaseDue();

 private:
  absl::Status ReleaseAllDue();
  // One by one, if together they cannot be.
  void Release(absl::Span<const std::string> names);
  void Complain(const absl::Status& status);

  ArticleStore& store_;
  const Clock& clock_;
  Gauge held_;
  Counter released_;
  absl::Time complained_ = absl::InfinitePast();
};

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_SERVICE_EMBARGO_RELEASER_H_
