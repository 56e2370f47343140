#include "services/web/site/site.h"

#include <utility>

#include "common/rpc/trace_context.h"
#include "services/web/http/finish.h"
#include "services/web/site/api_visits.h"
#include "services/web/site/guards.h"
#include "services/web/site/routes.h"

namespace akin {

HttpRespond Site::Finishing(const HttpRequest& request, const Route* route,
                            HttpRespond respond) const {
  const absl::Time begun = parts_.clock.Now();
  return [this, &request, route, begun, respond = std::move(respond)](HttpResponse response) {
    AddGuards(response);
    FinishResponse(request, response);
    metrics_.Count(route, response.status, parts_.clock.Now() - begun);
    respond(std::move(response));
  };
}

void Site::Handle(const HttpRequest& request, HttpRespond respond) {
  const Routed routed = FindRoute(Routes(), request.method, request.path);
  const HttpRespond finish = Finishing(request, routed.route, std::move(respond));
  if (routed.route == nullptr) return finish(NotServed(request, routed.allowed));
  routed.route->serve(
      parts_, std::make_shared<Visit>(
                  Visit{request, routed.id, ContinueTrace(request.Header("traceparent")), finish}));
}

HttpResponse Site::NotServed(const HttpRequest& request, const std::string& allowed) const {
  HttpResponse response =
      IsApiPath(request.path)
          ? ApiErrorResponse(absl::NotFoundError("no such method; see /v1/openapi.json"))
          : MessageResponse(parts_.Context(), 404);
  if (allowed.empty()) return response;
  if (!IsApiPath(request.path)) response = MessageResponse(parts_.Context(), 405);
  response.status = 405;
  response.headers.emplace_back("Allow", allowed);
  return response;
}

HttpResponse Site::Refusal(int status) const {
  HttpResponse response = MessageResponse(parts_.Context(), status);
  AddGuards(response);
  return response;
}

}  // namespace akin
