// akin-search: serves akin.search.v1 from an index that follows storage's log.
#include <string>
#include <utility>

#include "absl/flags/flag.h"
#include "common/rpc/run_main.h"
#include "common/view/view_process.h"
#include "services/search/search_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7403", "address to serve on, host:port");

ABSL_FLAG(
    std::string, synonyms, "",
    "file of words that are the same, a rule a line (Kyiv, Kiev); read again when it changes");
ABSL_FLAG(std::string, protected_words, "",
          "file of words that are meant exactly as they stand, one a line; read again likewise");
ABSL_FLAG(std::string, picks, "",
          "file of what editors want first and last for a query, a rule a line (QUERY => "
          "articles/a, -articles/b); read again likewise");

namespace akin {
namespace {

absl::Status Run() {
  SearchApp::Options options;
  options.rules.synonyms = absl::GetFlag(FLAGS_synonyms);
  options.rules.protected_words = absl::GetFlag(FLAGS_protected_words);
  options.rules.picks = absl::GetFlag(FLAGS_picks);
  return RunView<SearchApp>(absl::GetFlag(FLAGS_listen), std::move(options));
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Full-text search over Akin's articles", akin::Run);
}
