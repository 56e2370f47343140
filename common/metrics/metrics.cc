#include "common/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <string>

namespace akin {
namespace {

// The registry finds the family if it has it already.
auto& Family(auto builder, absl::string_view name, absl::string_view help,
             prometheus::Registry& registry) {
  return builder.Name(std::string(name)).Help(std::string(help)).Register(registry);
}

}  // namespace

void Counter::Increment(double by) { counter_->Increment(by); }
double Counter::Value() const { return counter_->Value(); }

void Gauge::Set(double value) { gauge_->Set(value); }
void Gauge::Add(double by) { gauge_->Increment(by); }
double Gauge::Value() const { return gauge_->Value(); }

void Histogram::Observe(double value) { histogram_->Observe(value); }

std::vector<double> LatencyBuckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

Metrics::Metrics() : registry_(std::make_shared<prometheus::Registry>()) {}

Counter Metrics::GetCounter(absl::string_view name, absl::string_view help,
                            const MetricLabels& labels) {
  return Counter(Family(prometheus::BuildCounter(), name, help, *registry_).Add(labels));
}

Gauge Metrics::GetGauge(absl::string_view name, absl::string_view help,
                        const MetricLabels& labels) {
  return Gauge(Family(prometheus::BuildGauge(), name, help, *registry_).Add(labels));
}

Histogram Metrics::GetHistogram(absl::string_view name, absl::string_view help,
                                const MetricLabels& labels, const std::vector<double>& buckets) {
  return Histogram(
      Family(prometheus::BuildHistogram(), name, help, *registry_).Add(labels, buckets));
}

std::string Metrics::Text() const {
  return prometheus::TextSerializer().Serialize(registry_->Collect());
}

Metrics& ProcessMetrics() {
  static Metrics* const metrics = new Metrics;  // Never destroyed: handles outlive main.
  return *metrics;
}

}  // namespace akin
