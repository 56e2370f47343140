#ifndef AKIN_COMMON_VIEW_VIEW_FOLLOWING_H_
#define AKIN_COMMON_VIEW_VIEW_FOLLOWING_H_

#include <atomic>
#include <memory>

#include "absl/status/status.h"
#include "akin/news/v1/status_service.pb.h"
#include "common/time/clock.h"
#include "common/view/log_follower.h"
#include "common/view/log_view.h"
#include "common/view/revision_gate.h"

namespace akin {

// A service's view with the follower that it has between Start and Stop: a service answers (that it
// is not ready) before storage can be called, and while it is stopped. Thread-safe but for Start
// and Stop.
class ViewFollowing {
 public:
  // All must outlive it.
  ViewFollowing(LogView& view, RevisionGate& gate, const Clock& clock,
                const LogFollower::Options& options)
      : view_(view), gate_(gate), clock_(clock), options_(options) {}

  // Begins to follow the log; call once, when `storage` may be called.
  void Start(std::shared_ptr<grpc::Channel> storage);
  void Stop();

  // OK, or UNAVAILABLE with reason VIEW_STALE and RetryInfo.
  absl::Status CheckFresh() const;

  // Fills in the state, the newest known revision and the lag.
  void Report(news::v1::ServiceStatus& status) const;

 private:
  LogView& view_;
  RevisionGate& gate_;
  const Clock& clock_;
  const LogFollower::Options options_;
  std::unique_ptr<LogFollower> follower_;
  std::atomic<const LogFollower*> following_ = nullptr;  // what calls may look at
};

}  // namespace akin

#endif  // AKIN_COMMON_VIEW_VIEW_FOLLOWING_H_
