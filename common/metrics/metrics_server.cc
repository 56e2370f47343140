#include "common/metrics/metrics_server.h"

#include <prometheus/exposer.h>
#include <prometheus/registry.h>

#include <exception>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace akin {

absl::StatusOr<std::unique_ptr<MetricsServer>> MetricsServer::Start(absl::string_view address,
                                                                    const Metrics& metrics) {
  if (address.empty()) return std::unique_ptr<MetricsServer>(new MetricsServer(nullptr, 0));
  try {
    auto exposer = std::make_unique<prometheus::Exposer>(std::string(address));
    exposer->RegisterCollectable(metrics.registry_);
    const int port = exposer->GetListeningPorts().at(0);
    return std::unique_ptr<MetricsServer>(new MetricsServer(std::move(exposer), port));
  } catch (const std::exception& e) {
    return absl::UnavailableError(
        absl::StrCat("cannot serve metrics on ", address, ": ", e.what()));
  }
}

MetricsServer::MetricsServer(std::unique_ptr<prometheus::Exposer> exposer, int port)
    : exposer_(std::move(exposer)), port_(port) {}

MetricsServer::~MetricsServer() = default;

}  // namespace akin
