#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_PENDING_CALL_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_PENDING_CALL_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/sync/mutex.h"
#include "common/sync/work_lanes.h"
#include "google/protobuf/message.h"

namespace akin {

enum class PluginOutcome {
  kAnswered,
  kFailed,
  kLate,     // Not there when it was waited for no longer.
  kSkipped,  // Not called at all.
};

// How one call of a plug-in ended.
struct PluginResult {
  PluginOutcome outcome = PluginOutcome::kLate;
  absl::Status status;                                        // Why there is no answer.
  absl::Duration latency;                                     // Of an answer.
  std::shared_ptr<const google::protobuf::Message> response;  // Of the method's type; null: none.
};

// A call under way, shared by who waits for it and who brings its end. Thread-safe.
class PendingCall {
 public:
  void Finish(PluginResult result) {
    MutexLock lock(mu_);
    result_ = std::move(result);
    is_finished_ = true;
    finished_.NotifyAll();
  }

  // The result, which is kLate if there is none by `until`. Call once.
  PluginResult Await(absl::Time until) {
    const BlockedWork blocked;
    MutexLock lock(mu_);
    while (!is_finished_) {
      const absl::Duration left = until - absl::Now();
      if (left <= absl::ZeroDuration()) break;
      finished_.WaitFor(mu_, left);
    }
    return is_finished_ ? std::move(result_) : PluginResult();
  }

 private:
  Mutex mu_;
  CondVar finished_;
  bool is_finished_ ABSL_GUARDED_BY(mu_) = false;
  PluginResult result_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_PENDING_CALL_H_
