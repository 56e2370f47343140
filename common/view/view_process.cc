#include "common/view/view_process.h"

#include <algorithm>
#include <thread>

#include "absl/flags/flag.h"
#include "common/redis/redis_flags.h"
#include "common/rpc/client_flags.h"
#include "common/rpc/server_flags.h"
#include "common/status/errors.h"

ABSL_FLAG(std::string, metrics_listen, "", "address of Prometheus metrics, host:port; empty: none");
ABSL_FLAG(std::string, data_dir, "", "folder of the index; it is rebuilt if lost");
ABSL_FLAG(std::string, storage_address, "127.0.0.1:7401", "storage, any gRPC target");
ABSL_FLAG(absl::Duration, max_view_lag, absl::Seconds(60),
          "answer UNAVAILABLE when the index has been behind storage for longer");
ABSL_FLAG(int, threads, 16, "threads that serve calls");
ABSL_FLAG(int, max_calls, 4096, "calls in progress, above which calls are refused");
ABSL_FLAG(int, max_running, 0,
          "searches, lists and the like that are computed at a time, those that wait for plug-ins "
          "or storage not counted; 0: two for each processor");
ABSL_FLAG(absl::Duration, max_queue_time, absl::Milliseconds(100),
          "the longest that a call waits for a thread, above which calls are refused; where calls "
          "have been waiting for a quarter of that without a break, a tenth of it");

namespace akin {
namespace {

// More only slow each other down.
int DefaultRunning() {
  return 2 * static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace

absl::StatusOr<ViewFlags> ViewFlagsOf(const std::string& listen) {
  ViewFlags flags;
  flags.data_dir = absl::GetFlag(FLAGS_data_dir);
  if (flags.data_dir.empty()) return InvalidField("--data_dir", "empty, want a folder");
  ASSIGN_OR_RETURN(flags.storage, ChannelFromFlags(absl::GetFlag(FLAGS_storage_address)));
  ASSIGN_OR_RETURN(flags.server, ServerOptionsFromFlags(listen));
  flags.metrics_listen = absl::GetFlag(FLAGS_metrics_listen);
  flags.redis = RedisOptionsFromFlags();
  flags.follower.max_view_lag = absl::GetFlag(FLAGS_max_view_lag);
  flags.host.threads = absl::GetFlag(FLAGS_threads);
  flags.host.max_calls = absl::GetFlag(FLAGS_max_calls);
  flags.host.max_running = absl::GetFlag(FLAGS_max_running);
  if (flags.host.max_running <= 0) flags.host.max_running = DefaultRunning();
  flags.host.max_queue_time = absl::GetFlag(FLAGS_max_queue_time);
  return flags;
}

}  // namespace akin
