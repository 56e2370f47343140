// akin-recommendation: serves akin.recommendation.v1 from an index that follows storage's log.
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "common/rpc/client_flags.h"
#include "common/rpc/run_main.h"
#include "common/view/view_process.h"
#include "services/recommendation/recommendation_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7404", "address to serve on, host:port");
ABSL_FLAG(std::string, pipelines, "",
          "text proto of akin.recommendation.v1.PipelineConfig, read again when it changes; empty: "
          "no plug-ins");
ABSL_FLAG(absl::Duration, event_retention, absl::Hours(30 * 24),
          "how long events of lists are kept in data_dir/events, in whole days");

namespace akin {
namespace {

absl::Status Run() {
  RecommendationApp::Options options;
  options.pipelines.path = absl::GetFlag(FLAGS_pipelines);
  options.plugins.identity = TlsFilesFromFlags();
  options.event_retention = absl::GetFlag(FLAGS_event_retention);
  return RunView<RecommendationApp>(absl::GetFlag(FLAGS_listen), std::move(options));
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Similar News and stories of Akin's articles", akin::Run);
}
