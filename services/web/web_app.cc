#include "services/web/web_app.h"

#include <utility>

#include "common/status/status_macros.h"

namespace akin {

absl::StatusOr<std::unique_ptr<WebApp>> WebApp::Start(const Options& options,
                                                      RpcNewsServices::Channels channels,
                                                      Metrics& metrics) {
  std::unique_ptr<WebApp> app(new WebApp(options.site, std::move(channels), metrics));
  HttpServer::Options http = options.http;
  http.on_refused = [site = &app->site_](int status) { return site->Refusal(status); };
  ASSIGN_OR_RETURN(app->server_, HttpServer::Start(http, app->site_));
  return app;
}

}  // namespace akin
