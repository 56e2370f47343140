#ifndef AKIN_SERVICES_WEB_SITE_ROUTE_METRICS_H_
#define AKIN_SERVICES_WEB_SITE_ROUTE_METRICS_H_

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "services/web/site/router.h"

namespace akin {

// akin_web_requests_total by route and class of status ("2xx"), akin_web_request_seconds by route.
// Thread-safe.
class RouteMetrics {
 public:
  explicit RouteMetrics(Metrics& metrics);

  // `route` is one of Routes(), or null where nothing is served.
  void Count(const Route* route, int http_status, absl::Duration took) const;

 private:
  struct Handles {
    std::vector<Counter> by_class;  // "1xx" first
    Histogram seconds;
  };
  void Add(Metrics& metrics, const Route* route);

  absl::flat_hash_map<const Route*, Handles> handles_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_ROUTE_METRICS_H_
