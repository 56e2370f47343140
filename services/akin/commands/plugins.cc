#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/reason_text.h"

namespace akin {
namespace {

std::string ModeText(const recommendation::v1::BindingStatus& binding) {
  const std::string mode =
      EnumWords(recommendation::v1::BindingMode_Name(binding.mode()), "BINDING_MODE_");
  if (binding.mode() != recommendation::v1::BINDING_MODE_CANARY) return mode;
  return absl::StrFormat("%s %g%%", mode, binding.canary_percent());
}

std::string LatencyText(const recommendation::v1::BindingStatus& binding) {
  if (!binding.has_median_latency()) return "-";
  return absl::StrFormat("%.1f, %.1f ms",
                         absl::ToDoubleMilliseconds(FromProto(binding.median_latency())),
                         absl::ToDoubleMilliseconds(FromProto(binding.p99_latency())));
}

std::string ContributionText(const recommendation::v1::BindingStatus& binding) {
  if (binding.served_hits() == 0) return "-";
  return absl::StrFormat("%.1f%% of %d",
                         100.0 * static_cast<double>(binding.contributed_hits()) /
                             static_cast<double>(binding.served_hits()),
                         binding.served_hits());
}

std::string ShadowText(const recommendation::v1::BindingStatus& binding) {
  if (binding.shadow().lists() == 0) return "-";
  return absl::StrFormat("%.2f, %+.2f of %d", binding.shadow().overlap(),
                         binding.shadow().rank_correlation(), binding.shadow().lists());
}

class PluginsCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    ASSIGN_OR_RETURN(
        const auto response,
        session.Call<recommendation::v1::ListPluginsResponse>(
            session.recommendation(), &recommendation::v1::RecommendationService::Stub::ListPlugins,
            recommendation::v1::ListPluginsRequest()));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const recommendation::v1::ListPluginsResponse& response) {
    if (out.json()) return out.PrintJson(response);
    if (response.pipeline_version().empty()) {
      return out.Line("No pipelines are configured (--pipelines of akin-recommendation).");
    }
    std::vector<std::vector<std::string>> rows = {{"plug-in", "state", "pipeline", "role", "mode",
                                                   "answered", "failed", "skipped", "median, p99",
                                                   "contribution", "shadow overlap, rank"}};
    for (const recommendation::v1::PluginStatus& plugin : response.plugins()) AddRows(plugin, rows);
    if (rows.size() > 1) out.Table(rows);
    out.Line(absl::StrCat("pipelines of version ", response.pipeline_version(), ", by default ",
                          response.default_pipeline()));
    for (const recommendation::v1::PluginStatus& plugin : response.plugins())
      PrintError(out, plugin);
    if (!response.refused_configuration().empty()) {
      out.Line(out.Styled(Style::kRed, absl::StrCat("A newer configuration is refused: ",
                                                    response.refused_configuration())));
    }
  }

  static void AddRows(const recommendation::v1::PluginStatus& plugin,
                      std::vector<std::vector<std::string>>& rows) {
    const std::string state =
        EnumWords(recommendation::v1::PluginState_Name(plugin.state()), "PLUGIN_STATE_");
    if (plugin.bindings().empty()) {
      rows.push_back({plugin.plugin(), state, "-", "-", "-", "-", "-", "-", "-", "-", "-"});
    }
    for (const recommendation::v1::BindingStatus& binding : plugin.bindings()) {
      rows.push_back({plugin.plugin(), state, binding.pipeline(),
                      EnumWords(plugin::v1::PluginRole_Name(binding.role()), "PLUGIN_ROLE_"),
                      ModeText(binding), absl::StrCat(binding.answered_calls()),
                      absl::StrCat(binding.failed_calls()), absl::StrCat(binding.skipped_calls()),
                      LatencyText(binding), ContributionText(binding), ShadowText(binding)});
    }
  }

  static void PrintError(Output& out, const recommendation::v1::PluginStatus& plugin) {
    if (plugin.last_error().empty()) return;
    out.Line(absl::StrCat(plugin.plugin(), ": last error ", TimeText(plugin.last_error_time()),
                          ": ", plugin.last_error()));
  }
};

}  // namespace

std::unique_ptr<Command> NewPluginsCommand() { return std::make_unique<PluginsCommand>(); }

}  // namespace akin
