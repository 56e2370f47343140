#include "services/akin/cli/help.h"

#include "absl/strings/str_cat.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class HelpCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    if (arguments.empty()) {
      session.out().Line(OverviewText());
      return absl::OkStatus();
    }
    const CommandEntry* entry = FindCommand(arguments[0]);
    if (entry == nullptr)
      return UsageError(absl::StrCat(arguments[0], ": no such command (see: akin help)"));
    session.out().Line(HelpText(*entry));
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Command> NewHelpCommand() { return std::make_unique<HelpCommand>(); }

}  // namespace akin
