#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_SET_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_SET_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/recommendation/v1/pipeline.pb.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "common/access/caller.h"
#include "common/access/policy.h"

namespace akin {

class PipelineSet;

// How one request is to be answered. Pointers lead into `set`.
struct PipelinePlan {
  std::shared_ptr<const PipelineSet> set;
  const recommendation::v1::Pipeline* asked = nullptr;            // What the request is of;
  absl::string_view arm;                                          // which arm of it, empty: none;
  const recommendation::v1::Pipeline* pipeline = nullptr;         // and so what makes the list.
  std::vector<const recommendation::v1::PluginBinding*> active;   // Whose answers count.
  std::vector<const recommendation::v1::PluginBinding*> shadows;  // Whose are compared.
  // How long the answer may be cached if plug-ins took part in it; zero: not at all.
  absl::Duration cache_ttl;
  bool is_shadow = false;  // Nobody is answered by it.
  // Names all of that: part of cache keys.
  std::string key;
};
using PipelinePlanPtr = std::shared_ptr<const PipelinePlan>;

// A valid configuration, ready to be asked. Immutable, so thread-safe.
class PipelineSet : public std::enable_shared_from_this<PipelineSet> {
 public:
  // INVALID_ARGUMENT: see ParsePipelines.
  static absl::StatusOr<std::shared_ptr<const PipelineSet>> Parse(absl::string_view text);

  const recommendation::v1::PipelineConfig& config() const { return config_; }
  const std::string& version() const { return version_; }

  // By what the request names and is keyed by, and by who asks (null: nobody knows, and everyone
  // may everything). INVALID_ARGUMENT: there is no such pipeline. PERMISSION_DENIED, reason
  // PIPELINE_NOT_ALLOWED: it is not for this caller.
  absl::StatusOr<PipelinePlanPtr> Choose(
      const recommendation::v1::ListSimilarArticlesRequest& request, const Caller* caller) const;

 private:
  PipelineSet(recommendation::v1::PipelineConfig config, std::string version);

  // Callers, and their pipeline.
  struct Callers {
    CallRule rule;
    absl::string_view pipeline;
  };
  // A pipeline, and who may name it.
  struct Named {
    const recommendation::v1::Pipeline* pipeline = nullptr;
    CallRule rule;
  };

  absl::string_view PipelineOf(const Caller* caller) const;
  absl::StatusOr<const recommendation::v1::Pipeline*> Find(const std::string& name,
                                                           const Caller* caller) const;

  const recommendation::v1::PipelineConfig config_;
  const std::string version_;
  absl::flat_hash_map<absl::string_view, Named> by_name_;
  std::vector<Callers> callers_;
};

// The plan with one plug-in alone taking part: what a shadow's list is made by.
PipelinePlanPtr OnlyWith(const PipelinePlan& plan,
                         const recommendation::v1::PluginBinding& binding);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_SET_H_
