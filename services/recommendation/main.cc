// akin-recommendation: serves akin.recommendation.v1 from an index that follows storage's log.
#include "absl/flags/flag.h"
#include "common/rpc/run_main.h"
#include "common/view/view_process.h"
#include "services/recommendation/recommendation_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7404", "address to serve on, host:port");

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Similar News and stories of Akin's articles", [] {
    return akin::RunView<akin::RecommendationApp>(absl::GetFlag(FLAGS_listen));
  });
}
