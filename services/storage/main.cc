#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "common/metrics/metrics.h"
#include "common/rpc/run_main.h"
#include "common/rpc/serve_process.h"
#include "common/rpc/server_flags.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/storage/storage_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7401", "host:port to serve gRPC on");
ABSL_FLAG(std::string, metrics_listen, "", "host:port to serve Prometheus metrics on; empty: none");
ABSL_FLAG(std::string, data_dir, "", "folder for the articles and their log; made if missing");
ABSL_FLAG(std::string, backup_dir, "",
          "folder for backups (akin backup), best on the disk of --data_dir; empty: none are made");
ABSL_FLAG(bool, verify, true,
          "read all of --data_dir at the start, and refuse to serve what is damaged; false: serve "
          "sooner, and meet damage when it is read");
ABSL_FLAG(int, handler_threads, 32, "threads for calls; concurrent writes share one disk sync");
ABSL_FLAG(int, max_calls, 4096, "calls and streams served at once; more are refused");
ABSL_FLAG(absl::Duration, max_queue_time, absl::Milliseconds(250),
          "the longest that a call waits for a thread, above which calls are refused; where calls "
          "have been waiting for a quarter of that without a break, a tenth of it");
ABSL_FLAG(int64_t, max_body_bytes, 1 << 20, "largest body of an article");
ABSL_FLAG(int, keep_revisions, 20, "superseded revisions kept per article");
ABSL_FLAG(absl::Duration, keep_revisions_for, absl::Hours(24 * 90),
          "how long a superseded revision is kept");
ABSL_FLAG(int64_t, block_cache_bytes, 64 << 20, "memory for what was read from disk");
ABSL_FLAG(int64_t, write_buffer_bytes, 64 << 20, "memory for what is yet to go to table files");

namespace akin {
namespace {

absl::StatusOr<StorageOptions> OptionsFromFlags() {
  StorageOptions options;
  options.rocks.data_dir = absl::GetFlag(FLAGS_data_dir);
  if (options.rocks.data_dir.empty()) return InvalidField("--data_dir", "missing");
  options.rocks.verify = absl::GetFlag(FLAGS_verify);
  options.backup_dir = absl::GetFlag(FLAGS_backup_dir);
  options.rocks.block_cache_bytes = absl::GetFlag(FLAGS_block_cache_bytes);
  options.rocks.write_buffer_bytes = absl::GetFlag(FLAGS_write_buffer_bytes);
  options.retention.max_count = absl::GetFlag(FLAGS_keep_revisions);
  options.retention.max_age = absl::GetFlag(FLAGS_keep_revisions_for);
  options.service.limits.max_body_bytes = absl::GetFlag(FLAGS_max_body_bytes);
  options.service.host.threads = absl::GetFlag(FLAGS_handler_threads);
  options.service.host.max_calls = absl::GetFlag(FLAGS_max_calls);
  options.service.host.max_queue_time = absl::GetFlag(FLAGS_max_queue_time);
  return options;
}

absl::Status Run() {
  ASSIGN_OR_RETURN(StorageOptions options, OptionsFromFlags());
  ASSIGN_OR_RETURN(const Server::Options server,
                   ServerOptionsFromFlags(absl::GetFlag(FLAGS_listen)));
  ASSIGN_OR_RETURN(auto app, StorageApp::Open(std::move(options), ProcessMetrics()));
  return ServeProcess(server, absl::GetFlag(FLAGS_metrics_listen),
                      {.service = app->service(),
                       .status = [&] { return app->Status(); },
                       .more_services = {&app->backup_service()}});
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv,
                       "Keeps articles and tells every change to them, in order. Flags can also be "
                       "given as AKIN_<FLAG> in the environment.",
                       akin::Run);
}
