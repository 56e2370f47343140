#include "services/recommendation/events/event_counts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "common/text/fingerprint.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

namespace v1 = recommendation::v1;

uint64_t ArticleKey(absl::string_view article) { return FingerprintText(article); }

uint64_t PairKey(absl::string_view seed, absl::string_view article) {
  return FingerprintText(article, /*seed=*/FingerprintText(seed));
}

void AddEvent(const v1::SimilarEvent& event, double weight, EventTally& tally) {
  switch (event.type()) {
    case v1::SIMILAR_EVENT_TYPE_IMPRESSION:
      tally.impressions += weight;
      break;
    case v1::SIMILAR_EVENT_TYPE_CLICK:
      tally.clicks += weight;
      break;
    case v1::SIMILAR_EVENT_TYPE_HIDE:
      tally.hides += weight;
      break;
    case v1::SIMILAR_EVENT_TYPE_DWELL:
      tally.dwell_seconds += weight * absl::ToDoubleSeconds(FromProto(event.dwell_time()));
      break;
    default:
      break;
  }
}

// Forgets the half with the least.
void Halve(absl::flat_hash_map<uint64_t, EventTally>& table) {
  std::vector<double> weights;
  for (const auto& [key, tally] : table) weights.push_back(tally.weight());
  const auto middle = weights.begin() + static_cast<ptrdiff_t>(weights.size() / 2);
  std::nth_element(weights.begin(), middle, weights.end());
  size_t to_forget = table.size() / 2;  // of equals not all
  absl::erase_if(table, [&](const auto& entry) {
    return to_forget > 0 && entry.second.weight() <= *middle && to_forget-- > 0;
  });
}

}  // namespace

EventTally EventTally::operator*(double factor) const {
  return {impressions * factor, clicks * factor, hides * factor, dwell_seconds * factor};
}

EventCounts::EventCounts(const Options& options) : options_(options) {}

double EventCounts::HalfLivesSinceEpoch(absl::Time time) const ABSL_NO_THREAD_SAFETY_ANALYSIS {
  return absl::FDivDuration(time - epoch_, options_.half_life);
}

void EventCounts::Add(const v1::SimilarEvent& event) {
  const absl::Time time = FromProto(event.time());
  MutexLock lock(mu_);
  if (epoch_ == absl::InfinitePast()) epoch_ = time;
  const double weight = std::exp2(HalfLivesSinceEpoch(time));
  AddTo(pairs_, options_.max_pairs, PairKey(event.seed(), event.article()), event, weight);
  AddTo(articles_, options_.max_articles, ArticleKey(event.article()), event, weight);
}

void EventCounts::AddTo(Table& table, size_t limit, uint64_t key, const v1::SimilarEvent& event,
                        double weight) {
  AddEvent(event, weight, table[key]);
  if (table.size() > limit) Halve(table);
}

EventTally EventCounts::Find(const Table& table, uint64_t key, absl::Time now) const {
  const auto found = table.find(key);
  if (found == table.end()) return {};
  return found->second * std::exp2(-HalfLivesSinceEpoch(now));
}

EventTally EventCounts::OfPair(absl::string_view seed, absl::string_view article,
                               absl::Time now) const {
  MutexLock lock(mu_);
  return Find(pairs_, PairKey(seed, article), now);
}

EventTally EventCounts::OfArticle(absl::string_view article, absl::Time now) const {
  MutexLock lock(mu_);
  return Find(articles_, ArticleKey(article), now);
}

}  // namespace akin
