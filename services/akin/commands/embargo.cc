#include "services/ingestion/parse/embargo.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"

namespace akin {
namespace {

using storage::v1::EmbargoedArticle;
using StorageStub = storage::v1::StorageService::Stub;

std::string UntilText(const google::protobuf::Timestamp& time) {
  const bool has_end = time.seconds() != absl::ToUnixSeconds(UntilFurtherNotice());
  return has_end ? absl::StrCat("until ", TimeText(time)) : "until it is lifted";
}

class EmbargoCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Time("at", "release: at this time instead of now", &at_);
    flags.Integer("page_size", "N", "list: at most this many on a page", &page_size_);
    flags.Text("page_token", "TOKEN", "list: the page that a previous one named", &page_token_);
    flags.Switch("all", "list: all pages", &all_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    const std::string& verb = arguments[0];
    if (verb == "list" && arguments.size() == 1) return List(session);
    if ((verb != "get" && verb != "release") || arguments.size() < 2)
      return UsageError("want list, or get or release ID… (see: akin help embargo)");
    for (size_t i = 1; i < arguments.size(); ++i) {
      const std::string name = ArticleName(arguments[i]);
      RETURN_IF_ERROR(verb == "get" ? Get(session, name) : Release(session, name));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status List(Session& session) {
    storage::v1::ListEmbargoedArticlesRequest request;
    request.set_page_size(page_size_);
    request.set_page_token(page_token_);
    bool any = false;
    do {
      ASSIGN_OR_RETURN(const auto response,
                       session.Call<storage::v1::ListEmbargoedArticlesResponse>(
                           session.storage(), &StorageStub::ListEmbargoedArticles, request));
      PrintPage(session.out(), response);
      any = any || response.embargoed_articles_size() > 0;
      request.set_page_token(response.next_page_token());
    } while (all_ && !request.page_token().empty());
    if (!session.json()) PrintEnd(session.out(), any, request.page_token());
    return absl::OkStatus();
  }

  static void PrintPage(Output& out, const storage::v1::ListEmbargoedArticlesResponse& response) {
    if (out.json()) return out.PrintJson(response);
    for (const EmbargoedArticle& held : response.embargoed_articles()) {
      out.Line(UntilText(held.release_time()));
      PrintCard(out, held.article(), "");
    }
  }

  static void PrintEnd(Output& out, bool any, const std::string& next_page_token) {
    if (!next_page_token.empty())
      return out.Line(absl::StrCat("More: --all, or --page_token ", next_page_token));
    if (!any) out.Line("Nothing is held back.");
  }

  static absl::Status Get(Session& session, const std::string& name) {
    storage::v1::GetEmbargoedArticleRequest request;
    request.set_name(name);
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<storage::v1::GetEmbargoedArticleResponse>(
                         session.storage(), &StorageStub::GetEmbargoedArticle, request));
    if (session.json()) {
      session.out().PrintJson(response);
      return absl::OkStatus();
    }
    const EmbargoedArticle& held = response.embargoed_article();
    session.out().Line(absl::StrCat("held back since ", TimeText(held.hold_time()), ", ",
                                    UntilText(held.release_time())));
    PrintFull(session.out(), held.article());
    return absl::OkStatus();
  }

  absl::Status Release(Session& session, const std::string& name) const {
    storage::v1::ReleaseArticleRequest request;
    request.set_name(name);
    if (at_) *request.mutable_release_time() = ToProto(*at_);
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<storage::v1::ReleaseArticleResponse>(
                         session.storage(), &StorageStub::ReleaseArticle, request));
    PrintReleased(session.out(), name, response);
    return absl::OkStatus();
  }

  static void PrintReleased(Output& out, const std::string& name,
                            const storage::v1::ReleaseArticleResponse& response) {
    if (out.json()) return out.PrintJson(response);
    if (response.has_release_time())
      return out.Line(absl::StrCat("holds ", name, " ", UntilText(response.release_time())));
    out.Line(absl::StrCat("published ", name, " at revision ", response.revision()));
  }

  absl::optional<absl::Time> at_;
  int32_t page_size_ = 0;
  std::string page_token_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> NewEmbargoCommand() { return std::make_unique<EmbargoCommand>(); }

}  // namespace akin
