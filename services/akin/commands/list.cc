#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"

namespace akin {
namespace {

class ListCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("filter", "FILTER", "only articles that it passes", &filter_);
    flags.Text("order_by", "FIELD [desc]",
               "publish_time, create_time or update_time (default: publish_time desc)", &order_by_);
    DeclarePage(flags, &page_size_, &page_token_);
    flags.Switch("all", "all pages", &all_);
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    storage::v1::ListArticlesRequest request = NewRequest();
    do {
      ASSIGN_OR_RETURN(
          const auto response,
          session.Call<storage::v1::ListArticlesResponse>(
              session.storage(), &storage::v1::StorageService::Stub::ListArticles, request));
      Print(session.out(), response);
      request.set_page_token(response.next_page_token());
    } while (all_ && !request.page_token().empty());
    return absl::OkStatus();
  }

 private:
  storage::v1::ListArticlesRequest NewRequest() const {
    storage::v1::ListArticlesRequest request;
    request.set_filter(filter_);
    request.set_order_by(order_by_);
    request.set_page_size(page_size_);
    request.set_page_token(page_token_);
    request.set_min_revision(min_revision_);
    request.set_view(view_);
    return request;
  }

  void Print(Output& out, const storage::v1::ListArticlesResponse& response) const {
    if (out.json()) return out.PrintJson(response);
    for (const auto& article : response.articles()) {
      PrintCard(out, article, "");
      if (!article.headline().empty()) out.Line();  // names alone stand close
    }
    if (response.articles().empty()) out.Line("No articles.");
    if (!all_ && !response.next_page_token().empty())
      out.Line(absl::StrCat("More: --all, or --page_token ", response.next_page_token()));
    PrintDegradations(out, response.info());
  }

  std::string filter_;
  std::string order_by_;
  int32_t page_size_ = 0;
  std::string page_token_;
  bool all_ = false;
  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewListCommand() { return std::make_unique<ListCommand>(); }

}  // namespace akin
