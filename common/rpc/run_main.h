#ifndef AKIN_COMMON_RPC_RUN_MAIN_H_
#define AKIN_COMMON_RPC_RUN_MAIN_H_

#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace akin {

// The main function of every service: blocks SIGTERM and SIGINT before any thread exists (so that
// Server::ServeUntilSignal receives them), ignores SIGPIPE, reads flags (--flag, --flagfile=FILE,
// and AKIN_<FLAG> from the environment, the command line first), then runs `run`. Returns the exit
// code: 0, or 1 after one line on stderr that says what is wrong.
int RunMain(int argc, char** argv, absl::string_view usage,
            const std::function<absl::Status()>& run);

// What RunMain does to signals, for a program with another main: before any thread exists, so that
// Server::ServeUntilSignal receives SIGTERM and SIGINT.
void PrepareSignals();

// Blocks until SIGTERM or SIGINT, which PrepareSignals has kept from all threads; returns which.
int AwaitStopSignal();

}  // namespace akin

#endif  // AKIN_COMMON_RPC_RUN_MAIN_H_
