#include "common/rpc/serve_process.h"

#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "common/metrics/metrics_server.h"
#include "common/status/status_macros.h"

namespace akin {

absl::Status ServeProcess(Server::Options options, const std::string& metrics_listen,
                          const ServedApp& app) {
  options.metrics = &ProcessMetrics();
  StatusService status({app.status}, absl::Now());
  ASSIGN_OR_RETURN(auto metrics, MetricsServer::Start(metrics_listen, ProcessMetrics()));
  std::vector<RpcService*> services = {&app.service, &status};
  services.insert(services.end(), app.more_services.begin(), app.more_services.end());
  ASSIGN_OR_RETURN(auto server, Server::Start(options, services));
  if (app.start) app.start();
  server->ServeUntilSignal();
  if (app.stop) app.stop();
  return absl::OkStatus();
}

}  // namespace akin
