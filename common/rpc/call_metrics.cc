#include "common/rpc/call_metrics.h"

#include <array>
#include <map>
#include <memory>
#include <string>

#include "absl/types/optional.h"
#include "common/access/caller.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/sync/mutex.h"
#include "grpcpp/server_context.h"

namespace akin {
namespace {

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// The series of one method. Keeps the handles, since making one takes the registry's locks.
// Thread-safe.
class CallMetrics {
 public:
  CallMetrics(absl::string_view method, Metrics& metrics)
      : method_(method),
        metrics_(metrics),
        durations_(metrics.GetHistogram("akin_rpc_duration_seconds",
                                        "From a call's arrival to its answer.",
                                        {{"method", method_}})),
        queued_(metrics.GetHistogram("akin_rpc_queue_seconds", "Of it, waiting for a thread.",
                                     {{"method", method_}})) {}

  void Count(const CallRecord& call) {
    CounterFor(call.status.code()).Increment();
    durations_.Observe(absl::ToDoubleSeconds(call.duration));
    if (call.queued > absl::ZeroDuration()) queued_.Observe(absl::ToDoubleSeconds(call.queued));
    if (absl::IsResourceExhausted(call.status)) CountRefused(ErrorReason(call.status));
  }

  const std::string& method() const { return method_; }

 private:
  Counter CounterFor(absl::StatusCode code) {
    MutexLock lock(mu_);
    absl::optional<Counter>& counter = counters_[static_cast<size_t>(code) % kCodes];
    if (!counter) {
      counter =
          metrics_.GetCounter("akin_rpc_calls_total", "Calls answered.",
                              {{"method", method_}, {"code", absl::StatusCodeToString(code)}});
    }
    return *counter;
  }

  void CountRefused(const std::string& reason) {
    for (const char* known : {"QUEUE_TOO_LONG", "TOO_MANY_CALLS", "QUOTA_EXCEEDED"}) {
      if (reason == known) RefusedFor(reason).Increment();
    }
  }

  Counter RefusedFor(const std::string& reason) {
    MutexLock lock(mu_);
    auto counter = refused_.find(reason);
    if (counter == refused_.end()) {
      counter = refused_
                    .emplace(reason, metrics_.GetCounter("akin_rpc_refused_total",
                                                         "Calls refused before any work.",
                                                         {{"method", method_}, {"reason", reason}}))
                    .first;
    }
    return counter->second;
  }

  static constexpr size_t kCodes = 17;

  const std::string method_;
  Metrics& metrics_;
  Histogram durations_;
  Histogram queued_;
  Mutex mu_;
  std::array<absl::optional<Counter>, kCodes> counters_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, Counter> refused_ ABSL_GUARDED_BY(mu_);  // by reason
};

}  // namespace

OnCall MeasureCalls(absl::string_view method, Metrics& metrics) {
  auto measured = std::make_shared<CallMetrics>(method, metrics);
  return [measured](const CallRecord& call) {
    measured->Count(call);
    if (IsOurFault(call.status.code())) {
      Log(Severity::kError, "call failed",
          {{"method", measured->method()},
           {"status", call.status.ToString()},
           {"traceparent", call.call.traceparent},
           {"caller", call.call.caller == nullptr ? "" : call.call.caller->name()},
           {"peer", call.call.server_context->peer()}});
    }
  };
}

}  // namespace akin
