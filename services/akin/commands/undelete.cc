#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

class UndeleteCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    for (const std::string& id : ids) {
      storage::v1::UndeleteArticleRequest request;
      request.set_name(ArticleName(id));
      ASSIGN_OR_RETURN(
          const auto response,
          session.Call<storage::v1::UndeleteArticleResponse>(
              session.storage(), &storage::v1::StorageService::Stub::UndeleteArticle, request));
      Print(session.out(), response);
    }
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const storage::v1::UndeleteArticleResponse& response) {
    if (out.json()) return out.PrintJson(response);
    out.Line(absl::StrCat("serves ", response.article().name(), " again, at revision ",
                          response.revision(), ": ",
                          out.Styled(Style::kBold, response.article().headline())));
  }
};

}  // namespace

std::unique_ptr<Command> NewUndeleteCommand() { return std::make_unique<UndeleteCommand>(); }

}  // namespace akin
