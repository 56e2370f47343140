#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_FLEET_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_FLEET_H_

#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "akin/recommendation/v1/plugin_status.pb.h"
#include "common/metrics/metrics.h"
#include "common/sync/mutex.h"
#include "common/sync/timer_queue.h"
#include "common/time/clock.h"
#include "services/recommendation/pipelines/pipeline_set.h"
#include "services/recommendation/plugins/bound_plugin.h"
#include "services/recommendation/plugins/plugin_client.h"

namespace akin {

// The plug-ins of the pipelines in use. What a new configuration leaves as it was goes on: its
// connection, circuit breaker and numbers. Thread-safe.
class PluginFleet {
 public:
  // Both must outlive the fleet.
  PluginFleet(const PluginClient::Options& options, const Clock& clock, Metrics& metrics)
      : options_(options), clock_(clock), metrics_(metrics) {}
  // Nobody may be waiting for a plug-in any more.
  ~PluginFleet();

  // Begins to use the plug-ins of `set`, and ends to use those that are not in it.
  void Use(const PipelineSet& set);

  // Null if the configuration has changed since the binding was looked up.
  std::shared_ptr<BoundPlugin> Find(const recommendation::v1::Pipeline& pipeline,
                                    const recommendation::v1::PluginBinding& binding) const;

  // The plug-ins in the order of the configuration.
  void List(recommendation::v1::ListPluginsResponse& response) const;

 private:
  // Pipeline, plug-in, role.
  using Place = std::tuple<std::string, std::string, int>;
  using Clients = std::map<std::string, std::shared_ptr<PluginClient>>;
  using Bound = std::map<Place, std::shared_ptr<BoundPlugin>>;

  Clients ClientsOf(const recommendation::v1::PipelineConfig& config) const;
  Bound BoundOf(const recommendation::v1::PipelineConfig& config, const Clients& clients) const;

  const PluginClient::Options options_;
  const Clock& clock_;
  Metrics& metrics_;
  mutable TimerQueue timers_;
  mutable Mutex mu_;
  recommendation::v1::PipelineConfig config_ ABSL_GUARDED_BY(mu_);
  Clients clients_ ABSL_GUARDED_BY(mu_);
  Bound bound_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_PLUGIN_FLEET_H_
