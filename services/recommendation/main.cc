// akin-recommendation: serves akin.recommendation.v1 from an index that follows storage's log.
#include <string>

#include "absl/flags/flag.h"
#include "common/metrics/metrics.h"
#include "common/redis/redis_flags.h"
#include "common/rpc/client_flags.h"
#include "common/rpc/run_main.h"
#include "common/rpc/serve_process.h"
#include "common/rpc/server_flags.h"
#include "common/status/status_macros.h"
#include "services/recommendation/recommendation_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7404", "address to serve on, host:port");
ABSL_FLAG(std::string, metrics_listen, "", "address of Prometheus metrics, host:port; empty: none");
ABSL_FLAG(std::string, data_dir, "", "folder of the index; it is rebuilt if lost");
ABSL_FLAG(std::string, storage_address, "127.0.0.1:7401", "storage, any gRPC target");
ABSL_FLAG(absl::Duration, max_view_lag, absl::Seconds(60),
          "answer UNAVAILABLE when the index has been behind storage for longer");
ABSL_FLAG(int, threads, 16, "threads that serve calls");
ABSL_FLAG(int, max_calls, 4096, "calls in progress, above which calls are refused");

namespace akin {
namespace {

RecommendationApp::Options AppOptions() {
  RecommendationApp::Options options;
  options.data_dir = absl::GetFlag(FLAGS_data_dir);
  options.redis = RedisOptionsFromFlags();
  options.follower.max_view_lag = absl::GetFlag(FLAGS_max_view_lag);
  options.host.threads = absl::GetFlag(FLAGS_threads);
  options.host.max_calls = absl::GetFlag(FLAGS_max_calls);
  return options;
}

absl::Status Run() {
  if (absl::GetFlag(FLAGS_data_dir).empty()) {
    return absl::InvalidArgumentError("--data_dir: empty, want a folder for the index");
  }
  ASSIGN_OR_RETURN(const Server::Options server,
                   ServerOptionsFromFlags(absl::GetFlag(FLAGS_listen)));
  ASSIGN_OR_RETURN(const auto storage, ChannelFromFlags(absl::GetFlag(FLAGS_storage_address)));
  const SystemClock clock;
  ASSIGN_OR_RETURN(auto app, RecommendationApp::Open(AppOptions(), clock, ProcessMetrics()));
  return ServeProcess(server, absl::GetFlag(FLAGS_metrics_listen),
                      {.service = app->service(),
                       .status = [&] { return app->Status(); },
                       .start = [&] { app->Start(storage); },
                       .stop = [&] { app->Stop(); }});
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Similar News and stories of Akin's articles", akin::Run);
}
