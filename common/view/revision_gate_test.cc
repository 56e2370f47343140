#include "common/view/revision_gate.h"

#include <future>

#include "common/status/errors.h"
#include "gtest/gtest.h"

namespace akin {
namespace {

constexpr absl::Duration kLong = absl::Seconds(60);

struct Call {
  RevisionGate::Callback Done() {
    return [this](absl::Status status) { outcome.set_value(std::move(status)); };
  }
  bool ended() const {
    return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  std::promise<absl::Status> outcome;
  std::future<absl::Status> result = outcome.get_future();
};

TEST(RevisionGateTest, ARevisionThatIsServedPassesAtOnce) {
  RevisionGate gate;
  gate.Advance({"log", 5});
  Call call;
  EXPECT_EQ(gate.WhenReached(5, kLong, call.Done()), 0u);
  EXPECT_TRUE(call.result.get().ok());
}

TEST(RevisionGateTest, ALaterRevisionWaitsUntilItIsServed) {
  RevisionGate gate;
  Call third, fourth;
  gate.WhenReached(4, kLong, fourth.Done());
  gate.WhenReached(3, kLong, third.Done());
  gate.Advance({"log", 3});
  EXPECT_TRUE(third.result.get().ok());
  EXPECT_FALSE(fourth.ended());
  gate.Advance({"log", 9});
  EXPECT_TRUE(fourth.result.get().ok());
}

TEST(RevisionGateTest, ARevisionNotReachedInTimeIsUnavailableWithReasonAndRetry) {
  RevisionGate gate;
  Call call;
  gate.WhenReached(1, absl::Milliseconds(5), call.Done());
  const absl::Status status = call.result.get();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ErrorReason(status), "REVISION_NOT_REACHED");
  EXPECT_TRUE(RetryAfter(status).has_value());
}

TEST(RevisionGateTest, ACancelledWaitEndsOnceAndIsForgotten) {
  RevisionGate gate;
  Call call;
  const RevisionGate::Ticket ticket = gate.WhenReached(1, kLong, call.Done());
  gate.Cancel(ticket);
  EXPECT_TRUE(absl::IsCancelled(call.result.get()));
  gate.Cancel(ticket);
  gate.Advance({"log", 1});
}

}  // namespace
}  // namespace akin
