#include "common/view/view_following.h"

#include <utility>

#include "common/time/proto_time.h"

namespace akin {

void ViewFollowing::Start(std::shared_ptr<grpc::Channel> storage) {
  follower_ = std::make_unique<LogFollower>(std::move(storage), view_, gate_, clock_, options_);
  following_ = follower_.get();
}

void ViewFollowing::Stop() {
  following_ = nullptr;
  follower_.reset();
}

absl::Status ViewFollowing::CheckFresh() const {
  const LogFollower* follower = following_;
  return follower != nullptr ? follower->CheckFresh() : ViewStale("does not follow storage");
}

void ViewFollowing::Report(news::v1::ServiceStatus& status) const {
  status.set_state(news::v1::SERVING_STATE_CATCHING_UP);
  const LogFollower* follower = following_;
  if (follower == nullptr) return;
  status.set_newest_revision(follower->newest_revision());
  const absl::Duration lag = follower->lag();
  if (lag == absl::InfiniteDuration()) {
    status.set_caught_up_revision(follower->read_revision());
    return;
  }
  *status.mutable_lag() = ToProto(lag);
  status.set_state(lag > options_.max_view_lag ? news::v1::SERVING_STATE_STALE
                                               : news::v1::SERVING_STATE_SERVING);
}

}  // namespace akin
