#include "absl/strings/str_cat.h"
#include "services/akin/cli/help.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class CompletionCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    const std::string script = CompletionScript(arguments[0]);
    if (script.empty()) return UsageError(absl::StrCat(arguments[0], ": want bash or zsh"));
    session.out().Line(script);
    return absl::OkStatus();
  }
};

}  // namespace

std::unique_ptr<Command> NewCompletionCommand() { return std::make_unique<CompletionCommand>(); }

}  // namespace akin
