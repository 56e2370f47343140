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
  const LogFollower* follower = following_;
  if (follower == nullptr) return;
  status.set_newest_revision(follower->newest_revision());
  *status.mutable_lag() = ToProto(follower->lag());
}

}  // namespace akin
