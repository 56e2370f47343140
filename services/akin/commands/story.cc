#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"
#include "services/akin/commands/story_text.h"

namespace akin {
namespace {

class StoryCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    recommendation::v1::GetStoryRequest request;
    request.set_name(StoryName(ids[0]));
    request.set_view(view_);
    request.set_min_revision(min_revision_);
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<recommendation::v1::GetStoryResponse>(
                         session.recommendation(),
                         &recommendation::v1::RecommendationService::Stub::GetStory, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const recommendation::v1::GetStoryResponse& response) {
    if (out.json()) return out.PrintJson(response);
    PrintStory(out, response.story());
    for (const auto& article : response.articles()) {
      out.Line();
      PrintCard(out, article, "  ");
    }
    PrintDegradations(out, response.info());
  }

  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewStoryCommand() { return std::make_unique<StoryCommand>(); }

}  // namespace akin
