#include "services/web/site/route_metrics.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/web/site/routes.h"

namespace akin {
namespace {

constexpr int kClasses = 5;

}  // namespace

RouteMetrics::RouteMetrics(Metrics& metrics) {
  Add(metrics, nullptr);
  for (const Route& route : Routes()) Add(metrics, &route);
}

void RouteMetrics::Add(Metrics& metrics, const Route* route) {
  const std::string name =
      route == nullptr ? "none" : absl::StrCat(route->method, " ", route->path);
  Handles handles = {{},
                     metrics.GetHistogram("akin_web_request_seconds",
                                          "From a whole request to its answer", {{"route", name}})};
  for (int i = 1; i <= kClasses; ++i)
    handles.by_class.push_back(
        metrics.GetCounter("akin_web_requests_total", "Requests by route and class of HTTP status",
                           {{"route", name}, {"status", absl::StrCat(i, "xx")}}));
  handles_.emplace(route, std::move(handles));
}

void RouteMetrics::Count(const Route* route, int http_status, absl::Duration took) const {
  const Handles& handles = handles_.at(route);
  Counter counter = handles.by_class[std::clamp(http_status / 100, 1, kClasses) - 1];
  counter.Increment();
  Histogram seconds = handles.seconds;
  seconds.Observe(absl::ToDoubleSeconds(took));
}

}  // namespace akin
