// akin_plugin_conformance --address=HOST:PORT: whether a plug-in keeps the contract of
// akin.plugin.v1. A line for each check; exit code 0 only if all passed.
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/flags.h"
#include "tests/plugin_conformance/conformance.h"

namespace akin::plugin_conformance {
namespace {

absl::StatusOr<Options> ParseOptions(int argc, char** argv) {
  Options options;
  Flags flags;
  flags.Text("address", "HOST:PORT", "the plug-in, or any gRPC target", &options.address);
  flags.Choice(
      "kind", "the role to test; all: each that it has",
      std::vector<std::pair<std::string, std::string>>{
          {"source", "source"}, {"ranker", "ranker"}, {"filter", "filter"}, {"all", "all"}},
      &options.kind);
  flags.Duration("deadline", "how long an answer may take (default 1s)", &options.deadline);
  flags.Text("tls_ca", "FILE", "call by TLS; the authority of its certificate", &options.tls.ca);
  flags.Text("tls_cert", "FILE", "our certificate", &options.tls.cert);
  flags.Text("tls_key", "FILE", "its private key", &options.tls.key);
  flags.Text("server_name", "NAME", "that its certificate must be for, not the host called",
             &options.server_name);
  flags.List("articles", "NAMES", "articles/… that the plug-in knows", &options.articles);
  ASSIGN_OR_RETURN(const auto rest, flags.Parse(std::vector<std::string>(argv + 1, argv + argc)));
  if (!rest.empty()) return absl::InvalidArgumentError(absl::StrCat(rest[0], ": unexpected"));
  if (options.address.empty()) return absl::InvalidArgumentError("--address is missing");
  if (options.deadline <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("--deadline: want more than 0");
  }
  if (options.tls.ca.empty() && !(options.tls.cert + options.server_name).empty()) {
    return absl::InvalidArgumentError("--tls_ca is missing: it would be called in plaintext");
  }
  RETURN_IF_ERROR(ReadTlsFiles(options.tls, absl::Now()).status());
  return options;
}

void Print(const Finding& finding) {
  std::printf("%s %s: expected %s%s%s\n", finding.passed() ? "PASS" : "FAIL", finding.check.c_str(),
              finding.expected.c_str(), finding.passed() ? "" : "; got ", finding.got.c_str());
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  const auto options = ParseOptions(argc, argv);
  if (!options.ok()) {
    std::fprintf(stderr,
                 "akin_plugin_conformance: %s (--address=HOST:PORT "
                 "[--kind=source|ranker|filter|all] [--deadline=1s] [--articles=NAMES] "
                 "[--tls_ca=FILE [--tls_cert=FILE --tls_key=FILE] [--server_name=NAME]])\n",
                 std::string(options.status().message()).c_str());
    return 2;
  }
  return TestPlugin(*options, Print) ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace akin::plugin_conformance

int main(int argc, char** argv) { return akin::plugin_conformance::Main(argc, argv); }
