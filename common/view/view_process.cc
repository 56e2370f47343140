#include "common/view/view_process.h"

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

namespace akin {

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
  return flags;
}

}  // namespace akin
