#ifndef AKIN_SERVICES_WEB_WEB_APP_H_
#define AKIN_SERVICES_WEB_WEB_APP_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "services/web/desk/desk.h"
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
    // Of the desk; no address: there is none. It is never open to others.
    HttpServer::Options desk_http = {};
    // By which the desk calls: those of the site, and ingestion's.
    RpcNewsServices::Channels desk_channels = {};
  };

  // Serves from when it returns. `metrics` outlives the app. Errors as of HttpServer::Start.
  static absl::StatusOr<std::unique_ptr<WebApp>> Start(const Options& options,
                                                       RpcNewsServices::Channels channels,
                                                       Metrics& metrics);

  // "host:port" with the real port.
  const std::string& address() const { return server_->address(); }
  // The same of the desk; "" if there is none.
  std::string desk_address() const {
    return desk_server_ == nullptr ? "" : desk_server_->address();
  }

 private:
  WebApp(const Options& options, RpcNewsServices::Channels channels, Metrics& metrics)
      : services_(std::move(channels)),
        desk_services_(options.desk_channels),
        site_(services_, clock_, options.site, metrics),
        desk_(desk_services_, clock_, options.site) {}
  absl::Status Listen(const Options& options);

  const SystemClock clock_;
  RpcNewsServices services_, desk_services_;
  Site site_;
  Desk desk_;
  std::unique_ptr<HttpServer> server_, desk_server_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_WEB_APP_H_
