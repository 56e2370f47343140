#include "services/recommendation/plugins/bound_plugin.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using google::protobuf::Message;

constexpr size_t kLastGoodBytes = 8 << 20;

std::string RoleName(plugin::v1::PluginRole role) {
  switch (role) {
    case plugin::v1::PLUGIN_ROLE_RANKER:
      return "ranker";
    case plugin::v1::PLUGIN_ROLE_LIST_FILTER:
      return "filter";
    default:
      return "source";
  }
}

MetricLabels LabelsOf(const std::string& pipeline, const v1::PluginBinding& binding) {
  return {{"pipeline", pipeline}, {"plugin", binding.plugin()}, {"role", RoleName(binding.role())}};
}

// Counters of one name, which a label tells apart.
struct CounterFamily {
  const char* name;
  const char* help;
  const char* label;

  Counter Of(const char* value, Metrics& metrics, MetricLabels labels) const {
    labels[label] = value;
    return metrics.GetCounter(name, help, labels);
  }
};

constexpr CounterFamily kCalls = {
    "akin_plugin_calls_total",
    "Plug-ins wanted by how it went; last_good counts once more those for which an earlier answer "
    "stood in.",
    "result"};
constexpr CounterFamily kHits = {"akin_plugin_hits_total",
                                 "Hits of lists that the plug-in was wanted for (served), and "
                                 "those that it changed (contributed).",
                                 "hits"};
constexpr CounterFamily kComparisons = {"akin_plugin_shadow_lists_total",
                                        "Lists for a plug-in in shadow: compared with what was "
                                        "served, or not (dropped).",
                                        "result"};

std::vector<double> Steps(double from, double to, double step) {
  std::vector<double> steps;
  for (double x = from; x < to + step / 2; x += step) steps.push_back(x);
  return steps;
}

}  // namespace

BoundPlugin::BoundPlugin(const std::string& pipeline, const v1::PluginBinding& binding,
                         std::shared_ptr<PluginClient> client, const Clock& clock, Metrics& metrics)
    : pipeline_(pipeline),
      binding_(binding),
      client_(std::move(client)),
      clock_(clock),
      answered_(kCalls.Of("answered", metrics, LabelsOf(pipeline, binding))),
      failed_(kCalls.Of("failed", metrics, LabelsOf(pipeline, binding))),
      late_(kCalls.Of("late", metrics, LabelsOf(pipeline, binding))),
      skipped_(kCalls.Of("skipped", metrics, LabelsOf(pipeline, binding))),
      last_good_uses_(kCalls.Of("last_good", metrics, LabelsOf(pipeline, binding))),
      dropped_(metrics.GetCounter("akin_plugin_dropped_items_total",
                                  "Parts of answers of plug-ins that the checks dropped.",
                                  LabelsOf(pipeline, binding))),
      served_(kHits.Of("served", metrics, LabelsOf(pipeline, binding))),
      contributed_(kHits.Of("contributed", metrics, LabelsOf(pipeline, binding))),
      compared_(kComparisons.Of("compared", metrics, LabelsOf(pipeline, binding))),
      not_compared_(kComparisons.Of("dropped", metrics, LabelsOf(pipeline, binding))),
      seconds_(metrics.GetHistogram("akin_plugin_call_seconds",
                                    "From a plug-in's call to its answer.",
                                    LabelsOf(pipeline, binding))),
      overlaps_(metrics.GetHistogram("akin_plugin_shadow_overlap",
                                     "Share of a list's hits that would still be there.",
                                     LabelsOf(pipeline, binding), Steps(0.1, 1, 0.1))),
      correlations_(metrics.GetHistogram("akin_plugin_shadow_rank_correlation",
                                         "Spearman's, of the hits that would still be there.",
                                         LabelsOf(pipeline, binding), Steps(-0.8, 1, 0.2))) {
  if (binding.on_failure() == v1::FAILURE_POLICY_USE_LAST_GOOD) {
    last_good_ = std::make_unique<MemoryCache>(kLastGoodBytes);
  }
}

absl::StatusOr<BoundPlugin::Said> BoundPlugin::Conclude(const PluginResult& result,
                                                        absl::string_view key,
                                                        std::shared_ptr<Message> response) {
  Count(result);
  if (result.outcome == PluginOutcome::kAnswered) {
    if (last_good_) Remember(key, *result.response);
    return Said{result.response, ""};
  }
  const std::string why = InWords(result);
  if (binding_.on_failure() == v1::FAILURE_POLICY_FAIL) {
    return WithRetryAfter(
        ErrorWithReason(absl::StatusCode::kUnavailable, "PLUGIN_UNAVAILABLE",
                        absl::StrCat("no list without plug-in ", binding_.plugin(), ": ", why)),
        absl::Seconds(1));
  }
  if (auto last_good = LastGood(key, std::move(response))) {
    last_good_uses_.Increment();
    return Said{std::move(last_good), absl::StrCat(why, "; an earlier answer stands in")};
  }
  return Said{nullptr, why};
}

void BoundPlugin::Count(const PluginResult& result) {
  switch (result.outcome) {
    case PluginOutcome::kAnswered:
      answered_.Increment();
      seconds_.Observe(absl::ToDoubleSeconds(result.latency));
      return latencies_.Add(result.latency);
    case PluginOutcome::kFailed:
      return failed_.Increment();
    case PluginOutcome::kLate:
      late_.Increment();
      return latencies_.Add(client_->budget());
    case PluginOutcome::kSkipped:
      return skipped_.Increment();
  }
}

std::string BoundPlugin::InWords(const PluginResult& result) const {
  switch (result.outcome) {
    case PluginOutcome::kLate:
      return "it was late";
    case PluginOutcome::kSkipped:
      return std::string(result.status.message());
    default:
      return absl::StrCat("it failed: ", absl::StatusCodeToString(result.status.code()));
  }
}

std::shared_ptr<Message> BoundPlugin::LastGood(absl::string_view key,
                                               std::shared_ptr<Message> response) {
  if (last_good_ == nullptr) return nullptr;
  const CacheEntryPtr entry = last_good_->Find(key);
  if (entry == nullptr || clock_.Now() >= entry->usable_until) return nullptr;
  return response->ParseFromString(entry->value) ? response : nullptr;
}

void BoundPlugin::Remember(absl::string_view key, const Message& response) {
  auto entry = std::make_shared<CacheEntry>();
  entry->value = response.SerializeAsString();
  entry->computed_at = clock_.Now();
  entry->usable_until = entry->computed_at + absl::Seconds(binding_.last_good_max_age_s());
  last_good_->Put(key, std::move(entry));
}

void BoundPlugin::CountDropped(int items) { dropped_.Increment(items); }

void BoundPlugin::CountContribution(int served, int contributed) {
  served_.Increment(served);
  contributed_.Increment(contributed);
}

void BoundPlugin::CountComparison(const Agreement& agreement) {
  compared_.Increment();
  overlaps_.Observe(agreement.overlap);
  if (agreement.rank_correlation) correlations_.Observe(*agreement.rank_correlation);
  MutexLock lock(mu_);
  ++overlap_count_;
  overlap_sum_ += agreement.overlap;
  correlation_sum_ += agreement.rank_correlation.value_or(0);
  correlation_count_ += agreement.rank_correlation.has_value();
}

void BoundPlugin::CountDroppedComparison() { not_compared_.Increment(); }

v1::BindingStatus BoundPlugin::Status() const {
  v1::BindingStatus status;
  status.set_pipeline(pipeline_);
  status.set_role(binding_.role());
  status.set_mode(binding_.mode());
  status.set_canary_percent(binding_.canary_percent());
  status.set_answered_calls(static_cast<int64_t>(answered_.Value()));
  status.set_failed_calls(static_cast<int64_t>(failed_.Value() + late_.Value()));
  status.set_skipped_calls(static_cast<int64_t>(skipped_.Value()));
  status.set_last_good_uses(static_cast<int64_t>(last_good_uses_.Value()));
  if (const auto median = latencies_.At(0.5)) *status.mutable_median_latency() = ToProto(*median);
  if (const auto p99 = latencies_.At(0.99)) *status.mutable_p99_latency() = ToProto(*p99);
  status.set_dropped_items(static_cast<int64_t>(dropped_.Value()));
  status.set_served_hits(static_cast<int64_t>(served_.Value()));
  status.set_contributed_hits(static_cast<int64_t>(contributed_.Value()));
  if (binding_.mode() != v1::BINDING_MODE_SHADOW) return status;
  v1::ShadowComparison& shadow = *status.mutable_shadow();
  shadow.set_dropped_lists(static_cast<int64_t>(not_compared_.Value()));
  MutexLock lock(mu_);
  shadow.set_lists(overlap_count_);
  if (overlap_count_ > 0) shadow.set_overlap(overlap_sum_ / static_cast<double>(overlap_count_));
  if (correlation_count_ > 0) {
    shadow.set_rank_correlation(correlation_sum_ / static_cast<double>(correlation_count_));
  }
  return status;
}

}  // namespace akin
