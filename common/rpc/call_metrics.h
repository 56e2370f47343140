#ifndef AKIN_COMMON_RPC_CALL_METRICS_H_
#define AKIN_COMMON_RPC_CALL_METRICS_H_

#include "absl/strings/string_view.h"
#include "common/metrics/metrics.h"
#include "common/rpc/service_host.h"

namespace akin {

// Counts the calls of a method by code (akin_rpc_calls_total), times them
// (akin_rpc_duration_seconds), and how long they waited for a thread (akin_rpc_queue_seconds),
// counts those that were refused for too much load or beyond a quota by reason
// (akin_rpc_refused_total), and logs those that failed for a reason of ours (INTERNAL, UNKNOWN,
// DATA_LOSS). `metrics` must outlive what is returned.
OnCall MeasureCalls(absl::string_view method, Metrics& metrics);

}  // namespace akin

#endif  // AKIN_COMMON_RPC_CALL_METRICS_H_
