#ifndef AKIN_SERVICES_WEB_WEB_APP_H_
#define AKIN_SERVICES_WEB_WEB_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "services/web/http/http_server.h"
#include "services/web/news/rpc_news_services.h"
#include "services/web/site/site.h"

namespace akin {

// The site over the services that it shows, wired: what its own process and `akin serve` run.
// Thread-safe; destruction answers what is being asked, then stops.
class WebApp {
 public:
  struct Options {
    HttpServer::Options http;
    SiteOptions site;
  };

  // Serves from when it returns. `metrics` outlives the app. Errors as of HttpServer::Start.
  static absl::StatusOr<std::unique_ptr<WebApp>> Start(const Options& options,
                                                       RpcNewsServices::Channels channels,
                                                       Metrics& metrics);

  // "host:port" with the real port.
  const std::string& address() const { return server_->address(); }

 private:
  WebApp(const SiteOptions& site, RpcNewsServices::Channels channels, Metrics& metrics)
      : services_(std::move(channels)), site_(services_, clock_, site, metrics) {}

  const SystemClock clock_;
  RpcNewsServices services_;
  Site site_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_WEB_APP_H_
