#ifndef AKIN_COMMON_METRICS_METRICS_H_
#define AKIN_COMMON_METRICS_METRICS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace akin {

// Label name to value. Values must come from a small closed set (a method, a status code), never
// from a request's content: each combination lives as long as the process.
using MetricLabels = std::map<std::string, std::string>;

// Handles to one time series: cheap to copy, thread-safe, valid as long as their Metrics.
class Counter {
 public:
  void Increment(double by = 1);
  double Value() const;

 private:
  friend class Metrics;
  explicit Counter(prometheus::Counter& counter) : counter_(&counter) {}
  prometheus::Counter* counter_;
};

class Gauge {
 public:
  void Set(double value);
  void Add(double by);
  double Value() const;

 private:
  friend class Metrics;
  explicit Gauge(prometheus::Gauge& gauge) : gauge_(&gauge) {}
  prometheus::Gauge* gauge_;
};

class Histogram {
 public:
  void Observe(double value);

 private:
  friend class Metrics;
  explicit Histogram(prometheus::Histogram& histogram) : histogram_(&histogram) {}
  prometheus::Histogram* histogram_;
};

// Upper bounds in seconds, 0.5 ms to 10 s: for how long a call took.
std::vector<double> LatencyBuckets();

// The metrics of a process, in Prometheus's terms: names are `akin_<what>_<unit>`, counters end in
// `_total`. Asking twice for the same name and labels gives the same series; asking for a name as
// another kind, or for one that is not [a-z0-9_]+, is a programming error and ends the process.
// Making a handle takes locks, so keep handles rather than asking per call. Thread-safe.
class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  Counter GetCounter(absl::string_view name, absl::string_view help,
                     const MetricLabels& labels = {});
  Gauge GetGauge(absl::string_view name, absl::string_view help, const MetricLabels& labels = {});
  Histogram GetHistogram(absl::string_view name, absl::string_view help,
                         const MetricLabels& labels = {},
                         const std::vector<double>& buckets = LatencyBuckets());

  // All series in Prometheus's text format.
  std::string Text() const;

 private:
  friend class MetricsServer;
  const std::shared_ptr<prometheus::Registry> registry_;
};

// The metrics that main passes to whatever takes a Metrics&. Lives until the process ends.
Metrics& ProcessMetrics();

}  // namespace akin

#endif  // AKIN_COMMON_METRICS_METRICS_H_
