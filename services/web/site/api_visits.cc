#include "services/web/site/api_visits.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/web/api/openapi.h"
#include "services/web/api/rpc_json.h"
#include "services/web/http/http_status.h"

namespace akin {
namespace {

constexpr char kJson[] = "application/json";
constexpr absl::Duration kLongestTimeout = absl::Seconds(30);

// As long as the caller is willing to wait: seconds in X-Server-Timeout.
absl::Duration TimeoutOf(const SiteParts& parts, const HttpRequest& request) {
  double seconds = 0;
  if (!absl::SimpleAtod(request.Header("X-Server-Timeout"), &seconds) || !(seconds > 0))
    return parts.options.call_timeout;
  return std::min(absl::Seconds(seconds), kLongestTimeout);
}

HttpResponse Answered(const Visit& visit, const google::protobuf::Message& answer) {
  HttpResponse response = {.content_type = kJson, .body = ToJson(answer)};
  if (visit.request.method == "POST") {
    response.headers.emplace_back("Cache-Control", "no-store");
  } else {
    LetKeepShortly(response, ArticleNamesIn(answer));
  }
  return response;
}

void Call(const ApiMethod& method, const SiteParts& parts, const VisitPtr& visit) {
  const auto request = NewApiRequest(method);
  const absl::Status readable = ReadApiRequest(method, visit->request, visit->id, *request);
  if (!readable.ok()) return visit->respond(ApiErrorResponse(readable));
  std::shared_ptr<google::protobuf::Message> answer = NewApiResponse(method);
  parts.services.Start(
      {method.rpc, TimeoutOf(parts, visit->request), visit->traceparent}, *request, answer,
      [visit, answer](const absl::Status& status) {
        visit->respond(status.ok() ? Answered(*visit, *answer) : ApiErrorResponse(status));
      });
}

void VisitOpenApi(const SiteParts&, const VisitPtr& visit) {
  visit->respond({.content_type = kJson,
                  .headers = {{"Cache-Control", "public, max-age=300"}},
                  .body = OpenApiDocument()});
}

}  // namespace

std::vector<Route> ApiRoutes() {
  std::vector<Route> routes = {{"GET", "/v1/openapi.json", &VisitOpenApi}};
  for (const ApiMethod& method : ApiMethods()) {
    routes.push_back(
        {method.http_method, method.path,
         [&method](const SiteParts& parts, const VisitPtr& visit) { Call(method, parts, visit); }});
  }
  return routes;
}

bool IsApiPath(absl::string_view path) { return absl::StartsWith(path, "/v1/"); }

HttpResponse ApiErrorResponse(const absl::Status& status) {
  HttpResponse response = {.status = HttpStatusOf(status),
                           .content_type = kJson,
                           .headers = {{"Cache-Control", "no-store"}},
                           .body = ErrorJson(status)};
  AddRetryAfter(status, response);
  return response;
}

}  // namespace akin
