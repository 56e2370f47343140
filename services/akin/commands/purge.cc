#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class PurgeCommand : public Command {
 public:
  void Declare(Flags& flags) override { flags.Switch("yes", "do not ask", &yes_); }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    if (!yes_ && isatty(STDIN_FILENO) && !IsConfirmed(ids.size()))
      return absl::CancelledError("nothing was purged");
    for (const std::string& id : ids) {
      storage::v1::PurgeArticleRequest request;
      request.set_name(ArticleName(id));
      ASSIGN_OR_RETURN(
          const auto response,
          session.Call<storage::v1::PurgeArticleResponse>(
              session.storage(), &storage::v1::StorageService::Stub::PurgeArticle, request));
      Print(session.out(), request.name(), response);
    }
    return absl::OkStatus();
  }

 private:
  static bool IsConfirmed(size_t count) {
    std::fprintf(stderr,
                 "Purging removes every revision of %zu article(s) for good. Type yes: ", count);
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
  }

  static void Print(Output& out, const std::string& name,
                    const storage::v1::PurgeArticleResponse& response) {
    if (out.json()) return out.PrintJson(response);
    out.Line(absl::StrCat("purged ", name, " at revision ", response.revision()));
  }

  bool yes_ = false;
};

}  // namespace

std::unique_ptr<Command> NewPurgeCommand() { return std::make_unique<PurgeCommand>(); }

}  // namespace akin
