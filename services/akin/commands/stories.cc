#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"
#include "services/akin/commands/story_text.h"

namespace akin {
namespace {

class StoriesCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Integer("min_articles", "N", "only stories of at least N articles (default 2)",
                  &min_articles_);
    DeclarePage(flags, &page_size_, &page_token_);
    flags.Switch("all", "all pages", &all_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    recommendation::v1::ListStoriesRequest request = NewRequest();
    do {
      ASSIGN_OR_RETURN(const auto response,
                       session.Call<recommendation::v1::ListStoriesResponse>(
                           session.recommendation(),
                           &recommendation::v1::RecommendationService::Stub::ListStories, request));
      Print(session.out(), response);
      request.set_page_token(response.next_page_token());
    } while (all_ && !request.page_token().empty());
    return absl::OkStatus();
  }

 private:
  recommendation::v1::ListStoriesRequest NewRequest() const {
    recommendation::v1::ListStoriesRequest request;
    request.set_min_article_count(min_articles_);
    request.set_page_size(page_size_);
    request.set_page_token(page_token_);
    request.set_min_revision(min_revision_);
    return request;
  }

  void Print(Output& out, const recommendation::v1::ListStoriesResponse& response) const {
    if (out.json()) return out.PrintJson(response);
    for (const auto& story : response.stories()) {
      PrintStory(out, story);
      out.Line();
    }
    if (response.stories().empty()) out.Line("No stories.");
    if (!all_ && !response.next_page_token().empty())
      out.Line(absl::StrCat("More: --all, or --page_token ", response.next_page_token()));
    PrintDegradations(out, response.info());
  }

  int32_t min_articles_ = 0;
  int32_t page_size_ = 0;
  std::string page_token_;
  bool all_ = false;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewStoriesCommand() { return std::make_unique<StoriesCommand>(); }

}  // namespace akin
