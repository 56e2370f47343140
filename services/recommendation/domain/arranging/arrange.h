#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_ARRANGE_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_ARRANGE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/recommendation/domain/similar.h"

// From scored candidates to the list that is shown: a pure function.
namespace akin {

// Strings are somebody else's.
struct Candidate {
  absl::string_view id;
  absl::string_view story;
  absl::string_view source;
  absl::Time time = absl::InfinitePast();  // InfinitePast: unknown.
  double similarity = 0;
  bool passes_floor = true;
  double duplicate_score = 0;  // With the seed.
  uint64_t tie_break = 0;
};

enum class Fate {
  kShown,
  kBelowFloor,
  kNotOlder,       // BACKGROUND, and it is not older than the seed, or of unknown time.
  kOtherStory,     // SAME_STORY, and it is in another.
  kSeedDuplicate,  // Says what the seed says.
  kCollapsed,      // Another article stands for it.
  kBeyondK,
};

struct Arrangement {
  struct Place {
    size_t candidate;                // Index into the candidates.
    std::vector<size_t> stands_for;  // Candidates collapsed into it.
  };
  std::vector<Place> places;  // At most k.
  std::vector<Fate> fates;    // By candidate.
  int seed_duplicates = 0;
};

struct ArrangeSeed {
  std::string story;                       // Empty: none.
  absl::Time time = absl::InfinitePast();  // InfinitePast: unknown; `now` stands in for it.
};

// The duplicate score of two candidates, by index. Called for few pairs.
using Likeness = std::function<double(size_t, size_t)>;

Arrangement Arrange(const ArrangeSeed& seed, const std::vector<Candidate>& candidates,
                    const SimilarOptions& options, const Likeness& likeness);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ARRANGING_ARRANGE_H_
