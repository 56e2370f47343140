#ifndef AKIN_SERVICES_AKIN_CLI_HELP_H_
#define AKIN_SERVICES_AKIN_CLI_HELP_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/akin/cli/command.h"

// What the client says about itself, made from the table of commands and their flags.
namespace akin {

// All commands, one line each.
std::string OverviewText();
// One command with its flags and examples.
std::string HelpText(const CommandEntry& entry);
// The line that a usage error shows.
std::string UsageLine(const CommandEntry& entry);
// A completion script for "bash" or "zsh"; empty for another shell.
std::string CompletionScript(absl::string_view shell);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_HELP_H_
