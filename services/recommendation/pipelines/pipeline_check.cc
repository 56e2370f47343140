#include "services/recommendation/pipelines/pipeline_check.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/access/policy.h"
#include "common/net/local_address.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/tls/tls_files.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;
using google::protobuf::Message;
using Places = google::protobuf::TextFormat::ParseInfoTree;

constexpr int kMaxPlugins = 50;
constexpr int kMaxPipelines = 100;
constexpr int kMaxBindings = 20;
constexpr int kMaxCallers = 100;
constexpr int kMaxPrincipals = 100;
constexpr size_t kMaxNameLength = 40;

bool IsName(absl::string_view name) {
  return !name.empty() && name.size() <= kMaxNameLength && absl::ascii_islower(name[0]) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_' || c == '-';
         });
}

// One message of the text: its fields by name, with where they stand.
class Node {
 public:
  Node(const Message& message, const Places* places, std::vector<PipelineProblem>& problems)
      : message_(message), places_(places), problems_(problems) {}

  // The message that a field holds. `index` -1: the field is not repeated.
  Node Child(const char* field, const Message& message, int index = -1) const {
    Node child(message, nullptr, problems_);
    child.path_ = PathOf(field, index);
    std::tie(child.line_, child.column_) = PlaceOf(field, index);
    if (places_ != nullptr) child.places_ = places_->GetTreeForNested(Descriptor(field), index);
    return child;
  }

  void Report(const char* field, absl::string_view wish, int index = -1) const {
    const auto [line, column] = PlaceOf(field, index);
    problems_.push_back({line, column, absl::StrCat(PathOf(field, index), ": ", wish)});
  }

  void CheckRange(const char* field, double value, double least, double most) const {
    if (value >= least && value <= most) return;
    Report(field, absl::StrCat(value, ", want ", least, " to ", most));
  }
  // As CheckRange, where 0 stands for the default.
  void CheckRangeOrZero(const char* field, double value, double least, double most) const {
    if (value != 0) CheckRange(field, value, least, most);
  }

  void CheckName(const char* field, absl::string_view name) const {
    if (IsName(name)) return;
    Report(field, absl::StrCat("\"", Shown(name), "\", want [a-z][a-z0-9_-]*, at most ",
                               kMaxNameLength, " characters"));
  }

 private:
  using Place = std::pair<int, int>;

  const google::protobuf::FieldDescriptor* Descriptor(const char* field) const {
    return message_.GetDescriptor()->FindFieldByName(field);
  }

  std::string PathOf(const char* field, int index) const {
    return absl::StrCat(path_, path_.empty() ? "" : ".", field,
                        index < 0 ? "" : absl::StrCat("[", index, "]"));
  }

  // A field that is not there is looked for where its message begins.
  Place PlaceOf(const char* field, int index) const {
    const auto* descriptor = Descriptor(field);
    const bool is_there =
        !descriptor->is_repeated() ||
        message_.GetReflection()->FieldSize(message_, descriptor) > std::max(index, 0);
    if (places_ == nullptr || !is_there) return {line_, column_};
    if (descriptor->is_repeated()) index = std::max(index, 0);
    const auto place = places_->GetLocation(descriptor, index);
    return place.line < 0 ? Place(line_, column_) : Place(place.line, place.column);
  }

  const Message& message_;
  const Places* places_;
  std::vector<PipelineProblem>& problems_;
  std::string path_;
  int line_ = -1;
  int column_ = -1;
};

// Reads the files, so that the operator hears of a wrong one before it is needed.
void CheckTls(const Node& node, const v1::PluginTls& tls) {
  if (tls.ca_file().empty()) node.Report("ca_file", "empty, want the authority of the plug-in");
  const absl::Status status = ReadTlsFiles({.cert = tls.cert_file(),
                                            .key = tls.key_file(),
                                            .ca = tls.ca_file(),
                                            .ca_flag = "ca_file",
                                            .cert_flag = "cert_file",
                                            .key_flag = "key_file"},
                                           absl::Now())
                                  .status();
  if (status.ok()) return;
  const std::string field = ErrorField(status);
  node.Report(field.c_str(), absl::StripPrefix(status.message(), field + ": "));
}

void CheckSecurity(const Node& node, const v1::PluginTarget& plugin) {
  if (plugin.has_tls()) {
    CheckTls(node.Child("tls", plugin.tls()), plugin.tls());
    if (plugin.insecure()) node.Report("insecure", "set beside tls, want one of them");
  } else if (!plugin.target().empty() && !plugin.insecure() && !IsLocalAddress(plugin.target())) {
    node.Report("target", "in plaintext to another machine, want tls (or insecure: true)");
  }
}

void CheckTarget(const Node& node, const v1::PluginTarget& plugin) {
  node.CheckName("name", plugin.name());
  if (plugin.target().empty()) node.Report("target", "empty, want host:port or a gRPC target");
  CheckSecurity(node, plugin);
  node.CheckRangeOrZero("deadline_ms", plugin.deadline_ms(), 1, 5'000);
  node.CheckRangeOrZero("max_concurrent_calls", plugin.max_concurrent_calls(), 1, 10'000);
  node.CheckRangeOrZero("breaker_failures", plugin.breaker_failures(), 1, 1'000);
  node.CheckRangeOrZero("breaker_open_ms", plugin.breaker_open_ms(), 10, 600'000);
}

void CheckArrange(const Node& node, const v1::ArrangeOptions& arrange) {
  if (!v1::RecencyMode_IsValid(arrange.recency())) node.Report("recency", "no such mode");
  if (arrange.max_per_source() < 0) node.Report("max_per_source", "negative, want >= 0");
  if (arrange.rank_by_duplicate_score()) {
    node.Report("rank_by_duplicate_score", "is for measuring, want it in requests only");
  }
}

void CheckMode(const Node& node, const v1::PluginBinding& binding) {
  if (!v1::BindingMode_IsValid(binding.mode())) node.Report("mode", "no such mode");
  node.CheckRange("canary_percent", binding.canary_percent(), 0, 100);
  if (binding.canary_percent() != 0 && binding.mode() != v1::BINDING_MODE_CANARY) {
    node.Report("canary_percent", "is for BINDING_MODE_CANARY only");
  }
}

void CheckFailurePolicy(const Node& node, const v1::PluginBinding& binding) {
  if (!v1::FailurePolicy_IsValid(binding.on_failure())) node.Report("on_failure", "no such policy");
  const int age = binding.last_good_max_age_s();
  if (binding.on_failure() == v1::FAILURE_POLICY_USE_LAST_GOOD) {
    node.CheckRange("last_good_max_age_s", age, 1, 86'400);
  } else if (age != 0) {
    node.Report("last_good_max_age_s", "is for FAILURE_POLICY_USE_LAST_GOOD only");
  }
}

void CheckRole(const Node& node, const v1::PluginBinding& binding) {
  const bool known = plugin::v1::PluginRole_IsValid(binding.role());
  if (!known || binding.role() == plugin::v1::PLUGIN_ROLE_UNSPECIFIED) {
    return node.Report("role", "want one of PluginRole");
  }
  if (binding.role() != plugin::v1::PLUGIN_ROLE_CANDIDATE_SOURCE) {
    if (binding.limit() != 0) node.Report("limit", "is for sources only");
    if (binding.ignore_similarity_floor()) {
      node.Report("ignore_similarity_floor", "is for sources only");
    }
  }
  if (binding.role() == plugin::v1::PLUGIN_ROLE_LIST_FILTER && binding.weight() != 0) {
    node.Report("weight", "is not for filters");
  }
}

void CheckBinding(const Node& node, const v1::PluginBinding& binding,
                  const std::set<std::string>& plugins) {
  if (!plugins.contains(binding.plugin())) {
    node.Report("plugin", absl::StrCat("\"", Shown(binding.plugin()), "\", no such plug-in"));
  }
  CheckRole(node, binding);
  CheckMode(node, binding);
  CheckFailurePolicy(node, binding);
  if (binding.weight() != 0 && !(binding.weight() > 0 && binding.weight() <= 100)) {
    node.Report("weight", absl::StrCat(binding.weight(), ", want > 0 to 100"));
  }
  node.CheckRangeOrZero("limit", binding.limit(), 1, 500);
  node.CheckRange("cache_ttl_s", binding.cache_ttl_s(), 0, 600);
}

// An arm leads to a pipeline that does not go on dividing.
void CheckArm(const Node& node, const v1::ExperimentArm& arm, const v1::PipelineConfig& config) {
  node.CheckName("name", arm.name());
  if (!(arm.percent() > 0 && arm.percent() <= 100)) {
    node.Report("percent", absl::StrCat(arm.percent(), ", want > 0 to 100"));
  } else if (std::abs(arm.percent() * 100 - std::round(arm.percent() * 100)) > 1e-6) {
    node.Report("percent", absl::StrCat(arm.percent(), ", want steps of 0.01"));
  }
  if (arm.pipeline().empty()) return;
  const auto found =
      std::find_if(config.pipelines().begin(), config.pipelines().end(),
                   [&](const v1::Pipeline& other) { return other.name() == arm.pipeline(); });
  if (found == config.pipelines().end()) {
    node.Report("pipeline", absl::StrCat("\"", Shown(arm.pipeline()), "\", no such pipeline"));
  } else if (!found->arms().empty()) {
    node.Report("pipeline", absl::StrCat("\"", Shown(arm.pipeline()), "\" has arms itself"));
  }
}

void CheckArms(const Node& node, const v1::Pipeline& pipeline, const v1::PipelineConfig& config) {
  double sum = 0;
  std::set<std::string> names;
  for (int i = 0; i < pipeline.arms_size(); ++i) {
    const v1::ExperimentArm& arm = pipeline.arms(i);
    CheckArm(node.Child("arms", arm, i), arm, config);
    if (!names.insert(arm.name()).second) node.Report("arms", "two of one name", i);
    sum += arm.percent();
  }
  if (sum > 100 + 1e-9) {
    node.Report("arms", absl::StrCat("percents sum to ", sum, ", want at most 100"), 0);
  }
}

void CheckPrincipals(const Node& node,
                     const google::protobuf::RepeatedPtrField<std::string>& principals) {
  if (principals.size() > kMaxPrincipals) {
    node.Report("principals", absl::StrCat(principals.size(), ", want at most ", kMaxPrincipals));
  }
  for (int i = 0; i < principals.size(); ++i) {
    if (!principals[i].empty() && TextPattern::IsValid(principals[i])) continue;
    node.Report("principals",
                absl::StrCat("\"", Shown(principals[i]),
                             "\", want a name with one * at most, at the beginning or the end"),
                i);
  }
}

void CheckPipeline(const Node& node, const v1::Pipeline& pipeline,
                   const std::set<std::string>& plugins, const v1::PipelineConfig& config) {
  node.CheckName("name", pipeline.name());
  CheckArrange(node.Child("arrange", pipeline.arrange()), pipeline.arrange());
  if (pipeline.bindings_size() > kMaxBindings) {
    node.Report("bindings", absl::StrCat(pipeline.bindings_size(), ", want at most ", kMaxBindings),
                0);
  }
  std::set<std::pair<std::string, int>> bound;
  for (int i = 0; i < pipeline.bindings_size(); ++i) {
    const v1::PluginBinding& binding = pipeline.bindings(i);
    CheckBinding(node.Child("bindings", binding, i), binding, plugins);
    if (!bound.emplace(binding.plugin(), binding.role()).second) {
      node.Report("bindings", "the plug-in is bound in this role already", i);
    }
  }
  node.CheckRangeOrZero("pool_size", pipeline.pool_size(), 10, 500);
  if (pipeline.has_own_weight()) node.CheckRange("own_weight", pipeline.own_weight(), 0, 100);
  CheckArms(node, pipeline, config);
  CheckPrincipals(node, pipeline.principals());
}

void CheckCallers(const Node& root, const v1::PipelineConfig& config,
                  const std::set<std::string>& pipelines) {
  if (config.callers_size() > kMaxCallers) {
    root.Report("callers", absl::StrCat(config.callers_size(), ", want at most ", kMaxCallers), 0);
  }
  for (int i = 0; i < config.callers_size(); ++i) {
    const v1::PipelineCallers& callers = config.callers(i);
    const Node node = root.Child("callers", callers, i);
    if (callers.principals().empty()) node.Report("principals", "empty, want whose pipeline it is");
    CheckPrincipals(node, callers.principals());
    if (!pipelines.contains(callers.pipeline())) {
      node.Report("pipeline",
                  absl::StrCat("\"", Shown(callers.pipeline()), "\", no such pipeline"));
    }
  }
}

void CheckDefault(const Node& root, const v1::PipelineConfig& config) {
  const auto found = std::find_if(
      config.pipelines().begin(), config.pipelines().end(),
      [&](const v1::Pipeline& one) { return one.name() == config.default_pipeline(); });
  if (found == config.pipelines().end()) {
    root.Report("default_pipeline", absl::StrCat("\"", Shown(config.default_pipeline()),
                                                 "\", want the name of one of the pipelines"));
  } else if (!found->principals().empty()) {
    root.Report("default_pipeline", absl::StrCat("\"", Shown(config.default_pipeline()),
                                                 "\" has principals, want one for everyone"));
  }
}

std::set<std::string> CheckTargets(const Node& root, const v1::PipelineConfig& config) {
  if (config.plugins_size() > kMaxPlugins) {
    root.Report("plugins", absl::StrCat(config.plugins_size(), ", want at most ", kMaxPlugins), 0);
  }
  std::set<std::string> names;
  for (int i = 0; i < config.plugins_size(); ++i) {
    CheckTarget(root.Child("plugins", config.plugins(i), i), config.plugins(i));
    if (!names.insert(config.plugins(i).name()).second) {
      root.Report("plugins", "two of one name", i);
    }
  }
  return names;
}

}  // namespace

std::vector<PipelineProblem> CheckPipelines(const v1::PipelineConfig& config,
                                            const Places& places) {
  std::vector<PipelineProblem> problems;
  const Node root(config, &places, problems);
  const std::set<std::string> plugins = CheckTargets(root, config);
  if (config.pipelines().empty() || config.pipelines_size() > kMaxPipelines) {
    root.Report("pipelines", absl::StrCat(config.pipelines_size(), ", want 1 to ", kMaxPipelines));
  }
  std::set<std::string> names;
  for (int i = 0; i < config.pipelines_size(); ++i) {
    CheckPipeline(root.Child("pipelines", config.pipelines(i), i), config.pipelines(i), plugins,
                  config);
    if (!names.insert(config.pipelines(i).name()).second) {
      root.Report("pipelines", "two of one name", i);
    }
  }
  CheckDefault(root, config);
  CheckCallers(root, config, names);
  return problems;
}

}  // namespace akin
