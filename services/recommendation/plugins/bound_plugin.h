#ifndef AKIN_SERVICES_RECOMMENDATION_PLUGINS_BOUND_PLUGIN_H_
#define AKIN_SERVICES_RECOMMENDATION_PLUGINS_BOUND_PLUGIN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/pipeline.pb.h"
#include "akin/recommendation/v1/plugin_status.pb.h"
#include "common/cache/memory_cache.h"
#include "common/metrics/metrics.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/recommendation/pipelines/agreement.h"
#include "services/recommendation/pipelines/latency_quantiles.h"
#include "services/recommendation/plugins/plugin_client.h"

namespace akin {

// A plug-in in one pipeline: what is done without its answer, and what it is worth. Thread-safe.
class BoundPlugin {
 public:
  // `clock` and `metrics` must outlive it.
  BoundPlugin(const std::string& pipeline, const recommendation::v1::PluginBinding& binding,
              std::shared_ptr<PluginClient> client, const Clock& clock, Metrics& metrics);

  const recommendation::v1::PluginBinding& binding() const { return binding_; }
  PluginClient& client() const { return *client_; }
  const std::shared_ptr<PluginClient>& shared_client() const { return client_; }

  // What an answer has of the plug-in.
  struct Said {
    // Null: it goes without.
    std::shared_ptr<const google::protobuf::Message> response;
    // Why it is not what the plug-in says now; empty: it is.
    std::string degradation;
  };
  // By the policy of the binding, from how the call about `key` (which names the seeds) ended.
  // `response` is an empty message of the answer's type. UNAVAILABLE, reason PLUGIN_UNAVAILABLE:
  // nothing may be answered.
  absl::StatusOr<Said> Conclude(const PluginResult& result, absl::string_view key,
                                std::shared_ptr<google::protobuf::Message> response);

  void CountDropped(int items);
  // Of a list that it was wanted for: its hits, and those that it changed.
  void CountContribution(int served, int contributed);
  void CountComparison(const Agreement& agreement);
  void CountDroppedComparison();

  recommendation::v1::BindingStatus Status() const;

 private:
  void Count(const PluginResult& result);
  std::string InWords(const PluginResult& result) const;
  std::shared_ptr<google::protobuf::Message> LastGood(
      absl::string_view key, std::shared_ptr<google::protobuf::Message> response);
  void Remember(absl::string_view key, const google::protobuf::Message& response);

  const std::string pipeline_;
  const recommendation::v1::PluginBinding binding_;
  const std::shared_ptr<PluginClient> client_;
  const Clock& clock_;
  std::unique_ptr<MemoryCache> last_good_;  // Null: the policy has no use for it.

  Counter answered_, failed_, late_, skipped_, last_good_uses_;
  Counter dropped_, served_, contributed_;
  Counter compared_, not_compared_;
  Histogram seconds_, overlaps_, correlations_;
  LatencyQuantiles latencies_;

  mutable Mutex mu_;
  int64_t overlap_count_ ABSL_GUARDED_BY(mu_) = 0;
  double overlap_sum_ ABSL_GUARDED_BY(mu_) = 0;
  double correlation_sum_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t correlation_count_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PLUGINS_BOUND_PLUGIN_H_
