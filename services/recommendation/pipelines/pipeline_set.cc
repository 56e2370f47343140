#include "services/recommendation/pipelines/pipeline_set.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "services/recommendation/pipelines/experiment.h"
#include "services/recommendation/pipelines/pipeline_text.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

// The arm of the key's bucket; null: none.
const v1::ExperimentArm* ArmOf(const v1::Pipeline& pipeline, const std::string& experiment_key) {
  if (pipeline.arms().empty() || experiment_key.empty()) return nullptr;
  int bucket = BucketOf(absl::StrCat(pipeline.name(), "/", experiment_key));
  for (const v1::ExperimentArm& arm : pipeline.arms()) {
    bucket -= BucketsIn(arm.percent());
    if (bucket < 0) return &arm;
  }
  return nullptr;
}

// What stands in for the key of a request that has none.
std::string KeyOf(const v1::ListSimilarArticlesRequest& request) {
  if (!request.experiment_key().empty()) return request.experiment_key();
  std::string seeds;
  for (const v1::Seed& seed : request.seeds()) {
    absl::StrAppend(&seeds, seed.has_text() ? seed.text().headline() : seed.article(), ",");
  }
  return seeds;
}

bool IsInCanary(const v1::Pipeline& pipeline, const v1::PluginBinding& binding,
                const v1::ListSimilarArticlesRequest& request) {
  const int bucket =
      BucketOf(absl::StrCat(pipeline.name(), "/", binding.plugin(), "/", KeyOf(request)));
  return bucket < BucketsIn(binding.canary_percent());
}

void AddBinding(const v1::PluginBinding& binding, const v1::ListSimilarArticlesRequest& request,
                PipelinePlan& plan) {
  if (binding.mode() == v1::BINDING_MODE_SHADOW) plan.shadows.push_back(&binding);
  const bool is_on =
      binding.mode() == v1::BINDING_MODE_ON ||
      (binding.mode() == v1::BINDING_MODE_CANARY && IsInCanary(*plan.pipeline, binding, request));
  if (is_on) plan.active.push_back(&binding);
}

CallRule RuleOf(const google::protobuf::RepeatedPtrField<std::string>& principals) {
  CallRule rule;
  for (const std::string& principal : principals) rule.principals.emplace_back(principal);
  return rule;
}

void Conclude(PipelinePlan& plan) {
  plan.cache_ttl = plan.active.empty() ? absl::ZeroDuration() : absl::InfiniteDuration();
  plan.key = absl::StrCat(plan.set->version(), "/", plan.asked->name(), "/", plan.arm);
  for (const v1::PluginBinding* binding : plan.active) {
    plan.cache_ttl = std::min(plan.cache_ttl, absl::Seconds(binding->cache_ttl_s()));
    absl::StrAppend(&plan.key, "/", binding->plugin(), ":", binding->role());
  }
}

}  // namespace

PipelineSet::PipelineSet(v1::PipelineConfig config, std::string version)
    : config_(std::move(config)), version_(std::move(version)) {
  for (const v1::Pipeline& pipeline : config_.pipelines()) {
    by_name_.emplace(pipeline.name(), Named{&pipeline, RuleOf(pipeline.principals())});
  }
  for (const v1::PipelineCallers& callers : config_.callers()) {
    callers_.push_back({RuleOf(callers.principals()), callers.pipeline()});
  }
}

absl::StatusOr<std::shared_ptr<const PipelineSet>> PipelineSet::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(v1::PipelineConfig config, ParsePipelines(text));
  return std::shared_ptr<const PipelineSet>(new PipelineSet(std::move(config), VersionOf(text)));
}

absl::string_view PipelineSet::PipelineOf(const Caller* caller) const {
  for (const Callers& callers : callers_) {
    if (caller != nullptr && callers.rule.MatchesCaller(*caller)) return callers.pipeline;
  }
  return config_.default_pipeline();
}

absl::StatusOr<const v1::Pipeline*> PipelineSet::Find(const std::string& name,
                                                      const Caller* caller) const {
  const absl::string_view own = PipelineOf(caller);
  const auto found = by_name_.find(name.empty() ? own : absl::string_view(name));
  if (found == by_name_.end()) {
    return InvalidField("pipeline", absl::StrCat("\"", Shown(name), "\", no such pipeline"));
  }
  const auto& [key, named] = *found;
  if (caller == nullptr || key == own || named.rule.MatchesCaller(*caller)) return named.pipeline;
  return ErrorWithReason(
      absl::StatusCode::kPermissionDenied, "PIPELINE_NOT_ALLOWED",
      absl::StrCat("pipeline: \"", Shown(name), "\" is not for ", Shown(caller->name())));
}

absl::StatusOr<PipelinePlanPtr> PipelineSet::Choose(const v1::ListSimilarArticlesRequest& request,
                                                    const Caller* caller) const {
  auto plan = std::make_shared<PipelinePlan>();
  plan->set = shared_from_this();
  ASSIGN_OR_RETURN(plan->asked, Find(request.pipeline(), caller));
  plan->pipeline = plan->asked;
  if (const v1::ExperimentArm* arm = ArmOf(*plan->asked, request.experiment_key())) {
    plan->arm = arm->name();
    if (!arm->pipeline().empty()) plan->pipeline = by_name_.at(arm->pipeline()).pipeline;
  }
  for (const v1::PluginBinding& binding : plan->pipeline->bindings()) {
    AddBinding(binding, request, *plan);
  }
  Conclude(*plan);
  return PipelinePlanPtr(std::move(plan));
}

PipelinePlanPtr OnlyWith(const PipelinePlan& plan, const v1::PluginBinding& binding) {
  auto only = std::make_shared<PipelinePlan>(plan);
  only->active = {&binding};
  only->shadows.clear();
  only->is_shadow = true;
  Conclude(*only);
  return only;
}

}  // namespace akin
