#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"

namespace akin {
namespace {

using StorageStub = storage::v1::StorageService::Stub;

class GetCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Switch("revisions", "all kept revisions of each, newest first", &revisions_);
    flags.Text("url", "URL", "the article of this canonical URL", &url_);
    flags.Text("source", "SOURCE", "with --external_id: whose id that is", &source_);
    flags.Text("external_id", "ID", "the article of this publisher's id", &external_id_);
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    const bool looks_up = !url_.empty() || !external_id_.empty();
    if (looks_up == !ids.empty())
      return UsageError("want IDs, or --url, or --source and --external_id (see: akin help get)");
    if (looks_up) return Lookup(session);
    for (const std::string& id : ids) {
      RETURN_IF_ERROR(revisions_ ? Revisions(session, id) : Get(session, id));
    }
    return absl::OkStatus();
  }

 private:
  template <typename Request>
  Request NewRequest() const {
    Request request;
    request.set_min_revision(min_revision_);
    request.set_view(view_);
    return request;
  }

  template <typename Response>
  static void Print(Session& session, const Response& response) {
    if (session.json()) return session.out().PrintJson(response);
    PrintFull(session.out(), response.article());
  }

  absl::Status Get(Session& session, const std::string& id) const {
    auto request = NewRequest<storage::v1::GetArticleRequest>();
    request.set_name(ArticleName(id));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<storage::v1::GetArticleResponse>(
                         session.storage(), &StorageStub::GetArticle, request));
    Print(session, response);
    return absl::OkStatus();
  }

  absl::Status Lookup(Session& session) const {
    auto request = NewRequest<storage::v1::LookupArticleRequest>();
    if (!url_.empty()) {
      request.set_canonical_url(url_);
    } else {
      request.mutable_external()->set_source(SourceName(source_));
      request.mutable_external()->set_external_id(external_id_);
    }
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<storage::v1::LookupArticleResponse>(
                         session.storage(), &StorageStub::LookupArticle, request));
    Print(session, response);
    return absl::OkStatus();
  }

  absl::Status Revisions(Session& session, const std::string& id) const {
    auto request = NewRequest<storage::v1::ListArticleRevisionsRequest>();
    request.set_name(ArticleName(id));
    do {
      ASSIGN_OR_RETURN(const auto response,
                       session.Call<storage::v1::ListArticleRevisionsResponse>(
                           session.storage(), &StorageStub::ListArticleRevisions, request));
      PrintPage(session, response);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return absl::OkStatus();
  }

  static void PrintPage(Session& session,
                        const storage::v1::ListArticleRevisionsResponse& response) {
    if (session.json()) return session.out().PrintJson(response);
    for (const auto& article : response.revisions()) {
      PrintFull(session.out(), article);
      session.out().Line();
    }
  }

  bool revisions_ = false;
  std::string url_;
  std::string source_;
  std::string external_id_;
  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewGetCommand() { return std::make_unique<GetCommand>(); }

}  // namespace akin
