#include "services/recommendation/events/event_features.h"

namespace akin {
namespace {

constexpr double kLeast = 0.001;

}  // namespace

std::vector<std::pair<absl::string_view, double>> EventFeatures(
    const EventCounts& counts, const std::vector<std::string>& seeds, absl::string_view article,
    absl::Time now) {
  EventTally pair;
  for (const std::string& seed : seeds) {
    const EventTally one = counts.OfPair(seed, article, now);
    pair.impressions += one.impressions;
    pair.clicks += one.clicks;
    pair.hides += one.hides;
    pair.dwell_seconds += one.dwell_seconds;
  }
  const EventTally all = counts.OfArticle(article, now);
  std::vector<std::pair<absl::string_view, double>> features;
  const auto add = [&features](absl::string_view name, double value) {
    if (value >= kLeast) features.emplace_back(name, value);
  };
  add("pair_impressions", pair.impressions);
  add("pair_clicks", pair.clicks);
  add("pair_hides", pair.hides);
  add("pair_dwell_seconds", pair.dwell_seconds);
  add("article_impressions", all.impressions);
  add("article_clicks", all.clicks);
  add("article_hides", all.hides);
  add("article_dwell_seconds", all.dwell_seconds);
  return features;
}

}  // namespace akin
