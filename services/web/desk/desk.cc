#include "services/web/desk/desk.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "akin/storage/v1/storage_service.pb.h"
#include "common/net/local_address.h"
#include "common/rpc/trace_context.h"
#include "common/status/errors.h"
#include "services/web/desk/desk_page.h"
#include "services/web/http/form.h"
#include "services/web/http/http_status.h"
#include "services/web/news/methods.h"
#include "services/web/site/assets_visits.h"
#include "services/web/site/guards.h"

namespace akin {
namespace {

// Each has a status of its own.
constexpr const char* kPackages[] = {"akin.storage.v1", "akin.ingestion.v1", "akin.search.v1",
                                     "akin.recommendation.v1"};

struct DeskAnswers {
  Answer<news::v1::GetStatusResponse> servers[std::size(kPackages)];
  Answer<ingestion::v1::ListFeedsResponse> feeds;
};

// "storage" of "akin.storage.v1".
std::string ServiceOf(absl::string_view package) {
  absl::ConsumePrefix(&package, "akin.");
  return std::string(package.substr(0, package.find('.')));
}

// What people copy: "articles/a", an address of ours, "a".
std::string ArticleNameOf(absl::string_view text) {
  const size_t query = text.find_first_of("?#");
  text = text.substr(0, query);
  return absl::StrCat("articles/", text.substr(text.rfind('/') + 1));
}

bool IsThisMachine(absl::string_view host) {
  return IsLocalAddress(absl::StrContains(host, ':') ? std::string(host)
                                                     : absl::StrCat(host, ":80"));
}

}  // namespace

void Desk::Handle(const HttpRequest& request, HttpRespond respond) {
  const HttpRespond guarded = [respond = std::move(respond)](HttpResponse response) {
    AddGuards(response);
    respond(std::move(response));
  };
  if (!IsThisMachine(request.Header("Host")))
    return guarded(MessageResponse(parts_.Context(), 403));
  Serve(std::make_shared<Visit>(
      Visit{request, "", ContinueTrace(request.Header("traceparent")), guarded}));
}

void Desk::Serve(const VisitPtr& visit) const {
  const HttpRequest& request = visit->request;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/desk/feeds" || request.path == "/desk/articles")
    return request.method == "POST" ? Act(visit)
                                    : visit->respond(MessageResponse(parts_.Context(), 405));
  if (!reads) return visit->respond(MessageResponse(parts_.Context(), 405));
  if (request.path == "/") return visit->respond(Redirect(303, "/desk"));
  if (request.path == "/desk") return Show(visit, 200, "");
  if (request.path == "/desk/explain") return Explain(visit);
  VisitAsset(parts_, visit);
}

void Desk::Show(const VisitPtr& visit, int http_status, const std::string& notice) const {
  const auto answers = std::make_shared<DeskAnswers>();
  CallRound round(parts_.services, visit->traceparent, [this, visit, answers, http_status, notice] {
    const std::string known = FormTokens::VisitorOf(visit->request);
    const std::string visitor = known.empty() ? FormTokens::NewVisitor() : known;
    DeskNews news = {{}, answers->feeds.Result(), notice, tokens_.TokenOf(visitor)};
    for (size_t i = 0; i < std::size(kPackages); ++i)
      news.servers.emplace_back(ServiceOf(kPackages[i]), answers->servers[i].Result());
    HttpResponse response = {.status = http_status,
                             .headers = {{"Cache-Control", "no-store"}},
                             .body = DeskPage(parts_.Context(), news)};
    if (known.empty()) response.headers.emplace_back("Set-Cookie", FormTokens::CookieOf(visitor));
    visit->respond(std::move(response));
  });
  for (size_t i = 0; i < std::size(kPackages); ++i)
    round.AddAt(kPackages[i], method::kGetStatus, absl::Seconds(1), news::v1::GetStatusRequest(),
                answers, answers->servers[i]);
  ingestion::v1::ListFeedsRequest feeds;
  feeds.set_page_size(500);
  round.Add(method::kListFeeds, parts_.options.call_timeout, feeds, answers, answers->feeds);
}

void Desk::Explain(const VisitPtr& visit) const {
  recommendation::v1::ExplainSimilarityRequest request;
  request.set_article(ArticleNameOf(visit->request.Query("article")));
  request.set_other(ArticleNameOf(visit->request.Query("other")));
  const auto answer = std::make_shared<Answer<recommendation::v1::ExplainSimilarityResponse>>();
  CallRound round(parts_.services, visit->traceparent, [this, visit, request, answer] {
    if (!answer->status.ok())
      return Show(visit, HttpStatusOf(answer->status), std::string(answer->status.message()));
    visit->respond({.headers = {{"Cache-Control", "no-store"}},
                    .body = ExplainPage(parts_.Context(), request, answer->response)});
  });
  round.Add(method::kExplainSimilarity, parts_.options.call_timeout, request, answer, *answer);
}

void Desk::Act(const VisitPtr& visit) const {
  const HttpFields form = ParseForm(visit->request.body);
  if (!tokens_.IsOurs(visit->request, form))
    return Show(visit, 403,
                "Nothing was done: the form was not of this page. Please send it again.");
  const Acted acted = [this, visit](const absl::Status& status, const std::string& done) {
    Show(visit, HttpStatusOf(status), status.ok() ? done : std::string(status.message()));
  };
  if (visit->request.path == "/desk/feeds")
    ActOnFeeds(form, visit, acted);
  else
    ActOnArticle(form, visit, acted);
}

template <typename Response>
void Desk::Call(const char* method, const google::protobuf::Message& request, const VisitPtr& visit,
                std::string done, const Acted& acted) const {
  parts_.services.Start(
      {method, absl::Seconds(60), visit->traceparent}, request, std::make_shared<Response>(),
      [done = std::move(done), acted](const absl::Status& status) { acted(status, done); });
}

void Desk::ActOnFeeds(const HttpFields& form, const VisitPtr& visit, const Acted& acted) const {
  const absl::string_view act = FieldOf(form, "act");
  const std::string name = absl::StrCat("feeds/", FieldOf(form, "feed"));
  if (act == "add") {
    ingestion::v1::CreateFeedRequest request;
    request.mutable_feed()->set_url(std::string(FieldOf(form, "url")));
    const absl::string_view source = absl::StripPrefix(FieldOf(form, "source"), "sources/");
    if (!source.empty()) request.mutable_feed()->set_source(absl::StrCat("sources/", source));
    return Call<ingestion::v1::CreateFeedResponse>(method::kCreateFeed, request, visit,
                                                   "The feed is subscribed to.", acted);
  }
  if (act == "poll") {
    ingestion::v1::FetchFeedRequest request;
    request.set_name(name);
    return Call<ingestion::v1::FetchFeedResponse>(method::kFetchFeed, request, visit,
                                                  "The feed was polled.", acted);
  }
  if (act == "delete") {
    ingestion::v1::DeleteFeedRequest request;
    request.set_name(name);
    return Call<ingestion::v1::DeleteFeedResponse>(method::kDeleteFeed, request, visit,
                                                   "The subscription has ended; its articles stay.",
                                                   acted);
  }
  if (act != "pause" && act != "resume") return acted(InvalidField("act", "unknown"), "");
  ingestion::v1::UpdateFeedRequest request;
  request.mutable_feed()->set_name(name);
  request.mutable_feed()->set_paused(act == "pause");
  request.mutable_update_mask()->add_paths("paused");
  Call<ingestion::v1::UpdateFeedResponse>(
      method::kUpdateFeed, request, visit,
      act == "pause" ? "The feed is not polled any more." : "The feed is polled again.", acted);
}

void Desk::ActOnArticle(const HttpFields& form, const VisitPtr& visit, const Acted& acted) const {
  const absl::string_view act = FieldOf(form, "act");
  const std::string name = ArticleNameOf(FieldOf(form, "article"));
  if (act == "undelete") {
    storage::v1::UndeleteArticleRequest request;
    request.set_name(name);
    return Call<storage::v1::UndeleteArticleResponse>(
        method::kUndeleteArticle, request, visit, absl::StrCat(name, " is served again."), acted);
  }
  if (act != "withdraw") return acted(InvalidField("act", "unknown"), "");
  if (FieldOf(form, "reason").empty())
    return acted(InvalidField("reason", "want why the article is withdrawn"), "");
  storage::v1::DeleteArticleRequest request;
  request.set_name(name);
  request.set_reason(std::string(FieldOf(form, "reason")));
  Call<storage::v1::DeleteArticleResponse>(method::kDeleteArticle, request, visit,
                                           absl::StrCat(name, " is withdrawn."), acted);
}

}  // namespace akin
