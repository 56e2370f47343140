#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class WithdrawCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("reason", "TEXT", "why; kept with the withdrawal", &reason_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    for (const std::string& id : ids) {
      storage::v1::DeleteArticleRequest request;
      request.set_name(ArticleName(id));
      request.set_reason(reason_);
      ASSIGN_OR_RETURN(
          const auto response,
          session.Call<storage::v1::DeleteArticleResponse>(
              session.storage(), &storage::v1::StorageService::Stub::DeleteArticle, request));
      Print(session.out(), request.name(), response);
    }
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const std::string& name,
                    const storage::v1::DeleteArticleResponse& response) {
    if (out.json()) return out.PrintJson(response);
    out.Line(absl::StrCat("withdrew ", name, " at revision ", response.revision()));
  }

  std::string reason_;
};

}  // namespace

std::unique_ptr<Command> NewWithdrawCommand() { return std::make_unique<WithdrawCommand>(); }

}  // namespace akin
