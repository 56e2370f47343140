#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_CHECKED_ANSWERS_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_CHECKED_ANSWERS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "akin/plugin/v1/candidate_source_service.pb.h"
#include "akin/plugin/v1/list_filter_service.pb.h"
#include "akin/plugin/v1/ranker_service.pb.h"
#include "services/recommendation/pipelines/list_review.h"

// What is left of a plug-in's answer once everything that may not be is dropped. Whether articles
// are live, pass the filter and are not excluded is the engine's to say.
namespace akin {

// Items by article name, in the list that a plug-in was asked about.
using ItemsByName = absl::flat_hash_map<absl::string_view, size_t>;

struct CheckedProposal {
  std::string article;  // articles/{id}, each once.
  std::string reason;   // For readers; may be empty.
};

struct CheckedProposals {
  std::vector<CheckedProposal> proposals;  // At most `limit`.
  int dropped = 0;
};
CheckedProposals CheckProposals(const plugin::v1::FindCandidatesResponse& response, int limit);

struct CheckedScores {
  std::vector<absl::optional<double>> scores;  // By item; all finite.
  std::vector<std::string> reasons;
  bool abstained = true;  // No item has a score.
  int dropped = 0;
};
CheckedScores CheckScores(const plugin::v1::RankCandidatesResponse& response,
                          const ItemsByName& items);

struct CheckedDecisions {
  std::vector<ReviewDecision> decisions;  // At most one for an item.
  std::vector<std::string> reasons;       // Of each.
  int dropped = 0;
};
CheckedDecisions CheckDecisions(const plugin::v1::ReviewListResponse& response,
                                const ItemsByName& items);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_CHECKED_ANSWERS_H_
