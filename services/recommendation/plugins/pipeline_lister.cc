#include "services/recommendation/plugins/pipeline_lister.h"

#include <algorithm>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/time/clock.h"
#include "services/recommendation/pipelines/agreement.h"

namespace akin {
namespace {

// A shadow's whole list, which nobody waits for.
constexpr absl::Duration kShadowTime = absl::Seconds(10);

std::vector<std::string> NamesOf(const SimilarList& list) {
  std::vector<std::string> names;
  for (const auto& hit : list.response.hits()) names.push_back(hit.article().name());
  return names;
}

// Redis may be down, which is nothing to a comparison.
bool LacksPlugins(const SimilarList& list) {
  const auto& degradations = list.response.info().degradations();
  return std::any_of(degradations.begin(), degradations.end(), [](const auto& degradation) {
    return absl::StartsWith(degradation.component(), kPluginComponent);
  });
}

}  // namespace

absl::StatusOr<SimilarList> PluginLister::List(const SimilarQuestion& question) {
  const bool has_room = waiting_.fetch_add(1) < max_waiting_;
  const absl::Cleanup leave = [this] { --waiting_; };
  return ListMaker(parts_, question,
                   has_room ? absl::OkStatus()
                            : absl::ResourceExhaustedError("too many lists wait for plug-ins"))
      .Make();
}

PipelineLister::PipelineLister(const ListMaker::Parts& parts, Cache& cache, const Options& options)
    : parts_(parts),
      options_(options),
      plugins_(parts, options.max_waiting),
      cached_plugins_(plugins_, cache, parts.view),
      shadow_threads_(options.shadow_threads) {}

absl::StatusOr<SimilarList> PipelineLister::List(const SimilarQuestion& question) {
  const bool is_plain = question.plan == nullptr ||
                        (question.plan->active.empty() && question.plan->shadows.empty()) ||
                        question.request.arrange().rank_by_duplicate_score();
  if (is_plain) return parts_.own.List(question);
  absl::StatusOr<SimilarList> list = ListerFor(*question.plan).List(question);
  if (list.ok() && !question.plan->shadows.empty()) OfferToShadows(question, *list);
  return list;
}

SimilarLister& PipelineLister::ListerFor(const PipelinePlan& plan) {
  if (plan.active.empty()) return parts_.own;
  if (plan.cache_ttl > absl::ZeroDuration()) return cached_plugins_;
  return plugins_;
}

void PipelineLister::OfferToShadows(const SimilarQuestion& question, const SimilarList& served) {
  if (shadows_.fetch_add(1) >= options_.max_shadows) {
    --shadows_;
    for (const auto* binding : question.plan->shadows) {
      const auto plugin = parts_.fleet.Find(*question.plan->pipeline, *binding);
      if (plugin != nullptr) plugin->CountDroppedComparison();
    }
    return;
  }
  shadow_threads_.Run([this, question, names = NamesOf(served)] {
    CompareAll(question, names);
    --shadows_;
  });
}

// Each shadow against what was served: the list that it alone would have made of the engine's.
void PipelineLister::CompareAll(const SimilarQuestion& question,
                                const std::vector<std::string>& served) {
  for (const auto* binding : question.plan->shadows) {
    const auto plugin = parts_.fleet.Find(*question.plan->pipeline, *binding);
    if (plugin == nullptr) continue;
    SimilarQuestion asked = question;
    asked.plan = OnlyWith(*question.plan, *binding);
    asked.deadline = absl::Now() + kShadowTime;
    const auto list = ListMaker(parts_, asked, absl::OkStatus()).Make();
    if (!list.ok() || LacksPlugins(*list)) {
      plugin->CountDroppedComparison();
    } else {
      plugin->CountComparison(AgreementOf(served, NamesOf(*list)));
    }
  }
}

}  // namespace akin
