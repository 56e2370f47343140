#ifndef AKIN_COMMON_METRICS_METRICS_SERVER_H_
#define AKIN_COMMON_METRICS_METRICS_SERVER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/metrics/metrics.h"

namespace prometheus {
class Exposer;
}  // namespace prometheus

namespace akin {

// Answers `GET /metrics` over HTTP for Prometheus, from construction to destruction. Thread-safe.
class MetricsServer {
 public:
  // `address` is host:port, port 0 for any free one; empty: it serves nothing. UNAVAILABLE if it
  // cannot listen there.
  // `metrics` may be destroyed before the server: it then serves an empty page.
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(absl::string_view address,
                                                              const Metrics& metrics);
  ~MetricsServer();

  // The port it listens on; 0: none.
  int port() const { return port_; }

 private:
  MetricsServer(std::unique_ptr<prometheus::Exposer> exposer, int port);

  const std::unique_ptr<prometheus::Exposer> exposer_;
  const int port_;
};

}  // namespace akin

#endif  // AKIN_COMMON_METRICS_METRICS_SERVER_H_
