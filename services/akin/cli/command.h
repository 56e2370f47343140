#ifndef AKIN_SERVICES_AKIN_CLI_COMMAND_H_
#define AKIN_SERVICES_AKIN_CLI_COMMAND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/akin/cli/flags.h"
#include "services/akin/cli/session.h"

namespace akin {

// One sub-command of `akin`: made, told its flags, run once.
class Command {
 public:
  virtual ~Command() = default;
  // Binds the flags of this command to its fields.
  virtual void Declare(Flags&) {}
  // Writes the answer to `session.out()`; the error is the caller's to print.
  virtual absl::Status Run(Session& session, const std::vector<std::string>& arguments) = 0;
};

// A command as `akin help` shows it.
struct CommandEntry {
  absl::string_view name;
  absl::string_view arguments;  // e.g. "ID…"
  int min_arguments;
  int max_arguments;  // kAnyNumber: no limit
  absl::string_view summary;
  absl::string_view details;   // more about it; may be empty
  absl::string_view examples;  // one a line, without "akin"
  std::unique_ptr<Command> (*make)();
};
inline constexpr int kAnyNumber = 1 << 30;

// Every command, in the order of help.
const std::vector<CommandEntry>& Commands();
// Null if there is none of that name.
const CommandEntry* FindCommand(absl::string_view name);

// A mistake in how the program was called: one line, exit code 2.
absl::Status UsageError(absl::string_view message);
bool IsUsageError(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_CLI_COMMAND_H_
