#include "common/rpc/call_metrics.h"

#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/sync/mutex.h"

namespace akin {
namespace {

bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// Keeps the handles, since making one takes the registry's locks. Thread-safe.
class CallMetrics {
 public:
  explicit CallMetrics(Metrics& metrics) : metrics_(metrics) {}

  void Count(const CallRecord& call) {
    MutexLock lock(mu_);
    CounterFor(call).Increment();
    HistogramFor(call).Observe(absl::ToDoubleSeconds(call.duration));
  }

 private:
  Counter& CounterFor(const CallRecord& call) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    const std::string code = absl::StatusCodeToString(call.status.code());
    const std::string key = absl::StrCat(call.method, " ", code);
    auto known = counters_.find(key);
    if (known != counters_.end()) return known->second;
    const MetricLabels labels = {{"method", std::string(call.method)}, {"code", code}};
    Counter made = metrics_.GetCounter("akin_rpc_calls_total", "Calls answered.", labels);
    return counters_.emplace(key, made).first->second;
  }

  Histogram& HistogramFor(const CallRecord& call) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    auto known = histograms_.find(call.method);
    if (known != histograms_.end()) return known->second;
    const MetricLabels labels = {{"method", std::string(call.method)}};
    Histogram made = metrics_.GetHistogram("akin_rpc_duration_seconds",
                                           "From a call's arrival to its answer.", labels);
    return histograms_.emplace(std::string(call.method), made).first->second;
  }

  Metrics& metrics_;
  Mutex mu_;
  absl::flat_hash_map<std::string, Counter> counters_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, Histogram> histograms_ ABSL_GUARDED_BY(mu_);
};

}  // namespace

std::function<void(const CallRecord&)> MeasureCalls(Metrics& metrics) {
  auto measured = std::make_shared<CallMetrics>(metrics);
  return [measured](const CallRecord& call) {
    measured->Count(call);
    if (IsOurFault(call.status.code())) {
      Log(Severity::kError, "call failed",
          {{"method", call.method},
           {"status", call.status.ToString()},
           {"traceparent", call.call.traceparent},
           {"peer", call.call.peer}});
    }
  };
}

}  // namespace akin
