// akin-ingestion: serves akin.ingestion.v1; hands what it takes in to storage.
#include <string>

#include "absl/flags/flag.h"
#include "common/rpc/client.h"
#include "common/rpc/run_main.h"
#include "common/rpc/serve_process.h"
#include "common/status/status_macros.h"
#include "services/ingestion/ingestion_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7402", "host:port to serve gRPC on");
ABSL_FLAG(std::string, metrics_listen, "", "host:port to serve Prometheus metrics on; empty: none");
ABSL_FLAG(std::string, storage_address, "127.0.0.1:7401", "storage, any gRPC target");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(10),
          "how long running calls may go on after SIGTERM");
ABSL_FLAG(int, handler_threads, 16, "threads for calls");
ABSL_FLAG(int, max_calls, 1024, "calls and streams served at once; more are refused");
ABSL_FLAG(int, max_message_bytes, 32 << 20, "largest request and answer");
ABSL_FLAG(size_t, max_document_bytes, 16 << 20, "largest document");
ABSL_FLAG(size_t, max_body_bytes, 1 << 20, "largest body of an article; storage has its own limit");

namespace akin {
namespace {

IngestionService::Options ServiceOptions() {
  IngestionService::Options options;
  options.limits.max_document_bytes = absl::GetFlag(FLAGS_max_document_bytes);
  options.limits.max_body_bytes = absl::GetFlag(FLAGS_max_body_bytes);
  options.host.threads = absl::GetFlag(FLAGS_handler_threads);
  options.host.max_calls = absl::GetFlag(FLAGS_max_calls);
  return options;
}

Server::Options ServerOptions() {
  return {.address = absl::GetFlag(FLAGS_listen),
          .max_message_bytes = absl::GetFlag(FLAGS_max_message_bytes),
          .drain_timeout = absl::GetFlag(FLAGS_drain_timeout)};
}

absl::Status Run() {
  IngestionApp app(ServiceOptions());
  app.Start(NewChannel(absl::GetFlag(FLAGS_storage_address)));
  return ServeProcess(ServerOptions(), absl::GetFlag(FLAGS_metrics_listen),
                      {.service = app.service(), .status = [&] { return app.Status(); }});
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv,
                       "Takes in news: articles, story texts and feeds. Flags can also be given as "
                       "AKIN_<FLAG> in the environment.",
                       akin::Run);
}
