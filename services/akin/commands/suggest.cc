#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"

namespace akin {
namespace {

namespace v1 = search::v1;

class SuggestCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Integer("max_results", "N", "at most this many", &max_results_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    v1::SuggestQueriesRequest request;
    request.set_prefix(arguments[0]);
    request.set_max_results(max_results_);
    request.set_min_revision(min_revision_);
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<v1::SuggestQueriesResponse>(
                         session.search(), &v1::SearchService::Stub::SuggestQueries, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const v1::SuggestQueriesResponse& response) {
    if (out.json()) return out.PrintJson(response);
    std::vector<std::vector<std::string>> rows = {{"query", "articles"}};
    for (const auto& suggestion : response.suggestions())
      rows.push_back({suggestion.query(), absl::StrCat(suggestion.article_count())});
    if (rows.size() == 1) {
      out.Line("No suggestions.");
    } else {
      out.Table(rows);
    }
    PrintDegradations(out, response.info());
  }

  int32_t max_results_ = 0;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewSuggestCommand() { return std::make_unique<SuggestCommand>(); }

}  // namespace akin
