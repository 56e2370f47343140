// akin-search: serves akin.search.v1 from an index that follows storage's log.
#include "absl/flags/flag.h"
#include "common/rpc/run_main.h"
#include "common/view/view_process.h"
#include "services/search/search_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7403", "address to serve on, host:port");

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Full-text search over Akin's articles",
                       [] { return akin::RunView<akin::SearchApp>(absl::GetFlag(FLAGS_listen)); });
}
