// akin-web: the door for people and for HTTP, a client of the four services.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/metrics/metrics.h"
#include "common/metrics/metrics_server.h"
#include "common/rpc/client_flags.h"
#include "common/rpc/run_main.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/url/url.h"
#include "services/web/web_app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7405", "host:port to serve HTTP on");
ABSL_FLAG(bool, insecure_listen, false,
          "serve on an address that others can reach: the site is plaintext HTTP, what is in front "
          "of it does TLS");
ABSL_FLAG(std::string, metrics_listen, "", "host:port to serve Prometheus metrics on; empty: none");
ABSL_FLAG(std::string, storage_address, "127.0.0.1:7401", "storage, any gRPC target");
ABSL_FLAG(std::string, search_address, "127.0.0.1:7403", "search, any gRPC target");
ABSL_FLAG(std::string, recommendation_address, "127.0.0.1:7404", "recommendation, any gRPC target");
ABSL_FLAG(std::string, ingestion_address, "127.0.0.1:7402",
          "ingestion, any gRPC target; for the desk");
ABSL_FLAG(std::string, desk_listen, "",
          "host:port of this machine to serve the desk on, where feeds are steered and articles "
          "withdrawn; empty: there is none");
ABSL_FLAG(
    std::string, desk_tls_cert, "",
    "PEM file of the certificate, an operator's, that the desk calls services with; empty: as "
    "the site does");
ABSL_FLAG(std::string, desk_tls_key, "", "PEM file of the private key of --desk_tls_cert");
ABSL_FLAG(int, threads, 2, "threads that read requests and write answers");
ABSL_FLAG(int, max_connections, 4000,
          "connections above which those that wait longest for a request are closed");
ABSL_FLAG(absl::Duration, max_wait, absl::Seconds(30),
          "how long a client may take to send its next request, and to take an answer");
ABSL_FLAG(size_t, max_body_bytes, 4 << 20, "largest body of a request");

ABSL_FLAG(std::string, site_name, "Akin", "what the site is called");
ABSL_FLAG(std::string, time_zone, "UTC", "of the times on pages, e.g. Europe/Berlin");
ABSL_FLAG(absl::Duration, similar_wait, absl::Milliseconds(500),
          "how long a page waits for its Similar News; it is shown without them then");

ABSL_FLAG(
    std::string, public_url, "",
    "where the site is reached from outside, https://news.example, for feeds; empty: as it is "
    "asked for");
ABSL_FLAG(std::vector<std::string>, embed_origins, {},
          "sites that may show its Similar News, https://paper.example,…; \"*\": all");

namespace akin {
namespace {

absl::StatusOr<SiteOptions> SiteOptionsFromFlags() {
  SiteOptions options;
  options.name = absl::GetFlag(FLAGS_site_name);
  options.similar_wait = absl::GetFlag(FLAGS_similar_wait);
  options.public_url = std::string(absl::StripSuffix(absl::GetFlag(FLAGS_public_url), "/"));
  if (!options.public_url.empty() && UrlHost(options.public_url).empty())
    return InvalidField("--public_url", "want one as https://news.example");
  options.embed_origins = absl::GetFlag(FLAGS_embed_origins);
  const std::string zone = absl::GetFlag(FLAGS_time_zone);
  if (!absl::LoadTimeZone(zone, &options.zone))
    return InvalidField("--time_zone", absl::StrCat(zone, ", want one as Europe/Berlin"));
  return options;
}

HttpServer::Options HttpOptionsFromFlags() {
  HttpServer::Options options;
  options.address = absl::GetFlag(FLAGS_listen);
  options.insecure_listen = absl::GetFlag(FLAGS_insecure_listen);
  options.threads = absl::GetFlag(FLAGS_threads);
  options.max_body_bytes = absl::GetFlag(FLAGS_max_body_bytes);
  options.connections = {absl::GetFlag(FLAGS_max_wait), absl::GetFlag(FLAGS_max_connections)};
  return options;
}

absl::StatusOr<RpcNewsServices::Channels> ChannelsFromFlags(const TlsFiles& tls) {
  RpcNewsServices::Channels channels;
  for (const auto& [package, address] : std::map<std::string, std::string>{
           {"akin.storage.v1", absl::GetFlag(FLAGS_storage_address)},
           {"akin.ingestion.v1", absl::GetFlag(FLAGS_ingestion_address)},
           {"akin.search.v1", absl::GetFlag(FLAGS_search_address)},
           {"akin.recommendation.v1", absl::GetFlag(FLAGS_recommendation_address)}}) {
    ASSIGN_OR_RETURN(channels[package], ChannelWith(address, tls));
  }
  return channels;
}

absl::Status AddDesk(const RpcNewsServices::Channels& channels, WebApp::Options& options) {
  options.desk_http.address = absl::GetFlag(FLAGS_desk_listen);
  options.desk_http.threads = 1;
  options.desk_http.connections.max_connections = 100;
  options.desk_channels = channels;
  TlsFiles tls = TlsFilesFromFlags();
  if (absl::GetFlag(FLAGS_desk_tls_cert).empty()) return absl::OkStatus();
  tls.cert = absl::GetFlag(FLAGS_desk_tls_cert);
  tls.key = absl::GetFlag(FLAGS_desk_tls_key);
  ASSIGN_OR_RETURN(options.desk_channels, ChannelsFromFlags(tls));
  return absl::OkStatus();
}

absl::Status Run() {
  WebApp::Options options;
  ASSIGN_OR_RETURN(options.site, SiteOptionsFromFlags());
  options.http = HttpOptionsFromFlags();
  ASSIGN_OR_RETURN(auto channels, ChannelsFromFlags(TlsFilesFromFlags()));
  RETURN_IF_ERROR(AddDesk(channels, options));
  ASSIGN_OR_RETURN(auto metrics,
                   MetricsServer::Start(absl::GetFlag(FLAGS_metrics_listen), ProcessMetrics()));
  ASSIGN_OR_RETURN(const auto app, WebApp::Start(options, std::move(channels), ProcessMetrics()));
  AwaitStopSignal();
  return absl::OkStatus();
}

}  // namespace
}  // namespace akin

int main(int argc, char** argv) {
  return akin::RunMain(argc, argv, "Akin's news as pages, and over HTTP", akin::Run);
}
