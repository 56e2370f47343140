#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FEATURES_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FEATURES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/recommendation/events/event_counts.h"

namespace akin {

// What became of a candidate in lists before, as features with the stable names that
// ranker_service.proto tells: pair_… under these seeds, article_… under any. Those of less than
// 0.001 are left out. Names are `articles/{id}`.
std::vector<std::pair<absl::string_view, double>> EventFeatures(
    const EventCounts& counts, const std::vector<std::string>& seeds, absl::string_view article,
    absl::Time now);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_FEATURES_H_
