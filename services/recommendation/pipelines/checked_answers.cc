#include "services/recommendation/pipelines/checked_answers.h"

#include <cmath>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "common/status/shown.h"

namespace akin {
namespace {

constexpr absl::string_view kArticles = "articles/";
constexpr size_t kMaxNameBytes = 200;
constexpr size_t kMaxReasonCharacters = 200;

bool IsArticleName(absl::string_view name) {
  return absl::StartsWith(name, kArticles) && name.size() > kArticles.size() &&
         name.size() <= kMaxNameBytes;
}

std::string Reason(absl::string_view text) { return Shown(text, kMaxReasonCharacters); }

absl::optional<ReviewAction> ActionOf(plugin::v1::ListAction action) {
  switch (action) {
    case plugin::v1::LIST_ACTION_DROP:
      return ReviewAction::kDrop;
    case plugin::v1::LIST_ACTION_DEMOTE:
      return ReviewAction::kDemote;
    case plugin::v1::LIST_ACTION_PIN:
      return ReviewAction::kPin;
    default:
      return absl::nullopt;
  }
}

}  // namespace

CheckedProposals CheckProposals(const plugin::v1::FindCandidatesResponse& response, int limit) {
  CheckedProposals checked;
  absl::flat_hash_set<absl::string_view> known;
  for (const plugin::v1::ProposedCandidate& candidate : response.candidates()) {
    const bool has_room = checked.proposals.size() < static_cast<size_t>(limit);
    if (!has_room || !IsArticleName(candidate.article()) || !std::isfinite(candidate.score()) ||
        !known.insert(candidate.article()).second) {
      ++checked.dropped;
      continue;
    }
    checked.proposals.push_back({candidate.article(), Reason(candidate.reason())});
  }
  return checked;
}

CheckedScores CheckScores(const plugin::v1::RankCandidatesResponse& response,
                          const ItemsByName& items) {
  CheckedScores checked;
  checked.scores.resize(items.size());
  checked.reasons.resize(items.size());
  if (response.abstain()) return checked;
  for (const plugin::v1::CandidateScore& score : response.scores()) {
    const auto item = items.find(score.article());
    if (item == items.end() || !std::isfinite(score.score()) ||
        checked.scores[item->second].has_value()) {
      ++checked.dropped;
      continue;
    }
    checked.abstained = false;
    checked.scores[item->second] = score.score();
    checked.reasons[item->second] = Reason(score.reason());
  }
  return checked;
}

CheckedDecisions CheckDecisions(const plugin::v1::ReviewListResponse& response,
                                const ItemsByName& items) {
  CheckedDecisions checked;
  absl::flat_hash_set<size_t> decided;
  for (const plugin::v1::ListDecision& decision : response.decisions()) {
    const auto item = items.find(decision.article());
    const absl::optional<ReviewAction> action = ActionOf(decision.action());
    if (item == items.end() || !action || decision.place() < 0 ||
        !decided.insert(item->second).second) {
      ++checked.dropped;
      continue;
    }
    const size_t place = decision.place() == 0 ? 0 : static_cast<size_t>(decision.place() - 1);
    checked.decisions.push_back({item->second, *action, place});
    checked.reasons.push_back(Reason(decision.reason()));
  }
  return checked;
}

}  // namespace akin
