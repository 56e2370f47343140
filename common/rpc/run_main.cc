#include "common/rpc/run_main.h"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/flags/commandlineflag.h"
#include "absl/flags/parse.h"
#include "absl/flags/reflection.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

absl::Status FlagsFromEnvironment() {
  for (const auto& [name, flag] : absl::GetAllFlags()) {
    const std::string variable = absl::StrCat("AKIN_", absl::AsciiStrToUpper(name));
    const char* value = std::getenv(variable.c_str());
    std::string error;
    if (value != nullptr && !flag->ParseFrom(value, &error)) {
      return absl::InvalidArgumentError(absl::StrCat(variable, ": ", error));
    }
  }
  return absl::OkStatus();
}

// --help shows the flags that a program's main.cc and our …_flags.cc define, not those of the
// libraries below.
void LetHelpShowOwnFlags() {
  absl::FlagsUsageConfig config;
  config.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "/main.cc") || absl::EndsWith(file, "_flags.cc");
  };
  config.contains_helpshort_flags = config.contains_help_flags;
  config.normalize_filename = [](absl::string_view file) {
    while (absl::ConsumePrefix(&file, "../")) {
    }
    return std::string(file);
  };
  absl::SetFlagsUsageConfig(config);
}

int Fail(const char* program, const absl::Status& status) {
  const std::string name = program;
  std::fprintf(stderr, "%s: %s\n", name.substr(name.rfind('/') + 1).c_str(),
               std::string(status.message()).c_str());
  return 1;
}

}  // namespace

void PrepareSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int AwaitStopSignal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  int signal = 0;
  sigwait(&signals, &signal);
  return signal;
}

int RunMain(int argc, char** argv, absl::string_view usage,
            const std::function<absl::Status()>& run) {
  PrepareSignals();
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);  // our own log says what matters
  // While no call waits on a channel, gRPC looks this often whether it has connected again; its
  // default of 5 s is how long a service would miss another that has restarted.
  setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100", /*overwrite=*/0);
  absl::SetProgramUsageMessage(usage);
  LetHelpShowOwnFlags();
  if (absl::Status status = FlagsFromEnvironment(); !status.ok()) return Fail(argv[0], status);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    return Fail(argv[0],
                absl::InvalidArgumentError(absl::StrCat("unexpected argument: ", rest[1])));
  }
  const absl::Status status = run();
  return status.ok() ? 0 : Fail(argv[0], status);
}

}  // namespace akin
