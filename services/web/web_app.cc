#include "services/web/web_app.h"

#include <utility>

#include "common/status/status_macros.h"

namespace akin {

absl::StatusOr<std::unique_ptr<WebApp>> WebApp::Start(const Options& options,
                                                      RpcNewsServices::Channels channels,
                                                      Metrics& metrics) {
  std::unique_ptr<WebApp> app(new WebApp(options, std::move(channels), metrics));
  RETURN_IF_ERROR(app->Listen(options));
  return app;
}

absl::Status WebApp::Listen(const Options& options) {
  const auto on_refused = [this](int status) { return site_.Refusal(status); };
  HttpServer::Options http = options.http;
  http.on_refused = on_refused;
  ASSIGN_OR_RETURN(server_, HttpServer::Start(http, site_));
  if (options.desk_http.address.empty()) return absl::OkStatus();
  HttpServer::Options desk = options.desk_http;
  desk.on_refused = on_refused;
  ASSIGN_OR_RETURN(desk_server_, HttpServer::Start(desk, desk_));
  return absl::OkStatus();
}

}  // namespace akin
