#include "services/recommendation/domain/arranging/arrange.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "services/recommendation/domain/weights.h"

namespace akin {
namespace {

// What is known about the seed's time when it has none of its own.
absl::Time TimeOf(const ArrangeSeed& seed, const SimilarOptions& options) {
  return seed.time != absl::InfinitePast() ? seed.time : options.now;
}

constexpr size_t kNone = ~size_t{0};

// The value that BALANCED orders by: an old article keeps kOldestFactor of its similarity.
double Balanced(const Candidate& candidate, absl::Time now) {
  if (now == absl::InfinitePast()) return candidate.similarity;
  double freshness = 0;
  if (candidate.time != absl::InfinitePast()) {
    const double days = std::max(0.0, absl::ToDoubleHours(now - candidate.time) / 24);
    freshness = std::exp2(-days / kFreshnessHalfLifeDays);
  }
  return candidate.similarity * (kOldestFactor + (1 - kOldestFactor) * freshness);
}

class Arranger {
 public:
  Arranger(const ArrangeSeed& seed, const std::vector<Candidate>& candidates,
           const SimilarOptions& options, const Likeness& likeness)
      : seed_(seed), candidates_(candidates), options_(options), likeness_(likeness) {}

  Arrangement Run() && {
    result_.fates.assign(candidates_.size(), Fate::kBeyondK);
    for (const size_t i : Ordered()) Take(i);
    for (const size_t i : deferred_) TakeDeferred(i);
    return std::move(result_);
  }

 private:
  // Everything that may be shown, best first; the rest gets its fate.
  std::vector<size_t> Ordered() {
    std::vector<size_t> order;
    double best = 0;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if (!Passes(i)) continue;
      order.push_back(i);
      best = std::max(best, candidates_[i].similarity);
    }
    std::vector<double> values(candidates_.size());
    for (const size_t i : order) {
      values[i] = options_.recency == RecencyMode::kBalanced
                      ? Balanced(candidates_[i], options_.now)
                      : candidates_[i].similarity;
    }
    const double enough = kLatestShareOfBest * best;
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      const Candidate& x = candidates_[a];
      const Candidate& y = candidates_[b];
      const bool x_copy = x.duplicate_score >= kCopyScore;
      const bool y_copy = y.duplicate_score >= kCopyScore;
      if (x_copy != y_copy) return x_copy;
      if (options_.recency == RecencyMode::kLatest) {
        const bool x_enough = x.similarity >= enough;
        const bool y_enough = y.similarity >= enough;
        if (x_enough != y_enough) return x_enough;
        if (x_enough && x.time != y.time) return x.time > y.time;
      }
      if (values[a] != values[b]) return values[a] > values[b];
      return x.tie_break != y.tie_break ? x.tie_break < y.tie_break : x.id < y.id;
    });
    return order;
  }

  bool Passes(size_t i) {
    const Candidate& candidate = candidates_[i];
    Fate& fate = result_.fates[i];
    if (options_.recency == RecencyMode::kBackground &&
        (candidate.time == absl::InfinitePast() || candidate.time >= TimeOf(seed_, options_))) {
      fate = Fate::kNotOlder;
    } else if (options_.recency == RecencyMode::kSameStory &&
               (seed_.story.empty() || candidate.story != seed_.story)) {
      fate = Fate::kOtherStory;
    } else if (options_.recency != RecencyMode::kSameStory && !candidate.passes_floor) {
      fate = Fate::kBelowFloor;
    } else if (candidate.duplicate_score >= kSeedDuplicateScore) {
      ++result_.seed_duplicates;
      if (!options_.collapse_stories) return true;
      fate = Fate::kSeedDuplicate;
    } else {
      return true;
    }
    return false;
  }

  void Take(size_t i) {
    const size_t standing = options_.collapse_stories ? StandsFor(i) : kNone;
    if (standing != kNone) return Collapse(i, standing);
    if (!HasRoom()) return;
    if (IsTooManyOfSource(i) || IsRepetition(i)) {
      Defer(i);
    } else {
      Show(i);
    }
  }

  bool HasRoom() const { return static_cast<int>(result_.places.size()) < options_.k; }

  void TakeDeferred(size_t i) {
    if (!HasRoom()) return;
    const size_t standing = options_.collapse_stories ? SaysTheSame(i) : kNone;
    standing == kNone ? Show(i) : Collapse(i, standing);
  }

  // Who of the earlier articles, shown or deferred, stands for it.
  size_t StandsFor(size_t i) const {
    // Asked for one story, its articles do not stand for one another unless they say the same.
    if (options_.recency != RecencyMode::kSameStory && !candidates_[i].story.empty()) {
      const auto it = by_story_.find(candidates_[i].story);
      if (it != by_story_.end()) return it->second;
    }
    return HasRoom() ? SaysTheSame(i) : kNone;
  }

  size_t SaysTheSame(size_t i) const {
    for (const Arrangement::Place& place : result_.places) {
      if (likeness_(place.candidate, i) >= kDuplicateThreshold) return place.candidate;
    }
    return kNone;
  }

  void Collapse(size_t i, size_t standing) {
    result_.fates[i] = Fate::kCollapsed;
    collapsed_[standing].push_back(i);
    const auto place = place_of_.find(standing);
    if (place != place_of_.end()) result_.places[place->second].stands_for.push_back(i);
  }

  bool IsTooManyOfSource(size_t i) const {
    if (options_.per_source_cap <= 0 || candidates_[i].source.empty()) return false;
    const auto it = of_source_.find(candidates_[i].source);
    return it != of_source_.end() && it->second >= options_.per_source_cap;
  }

  bool IsRepetition(size_t i) const {
    if (!options_.diversify) return false;
    for (const Arrangement::Place& place : result_.places) {
      if (likeness_(place.candidate, i) >= kRepetitionScore) return true;
    }
    return false;
  }

  void Defer(size_t i) {
    deferred_.push_back(i);
    if (!candidates_[i].story.empty()) by_story_.emplace(candidates_[i].story, i);
  }

  void Show(size_t i) {
    result_.fates[i] = Fate::kShown;
    place_of_[i] = result_.places.size();
    result_.places.push_back({i, collapsed_[i]});
    if (!candidates_[i].story.empty()) by_story_.emplace(candidates_[i].story, i);
    ++of_source_[candidates_[i].source];
  }

  const ArrangeSeed& seed_;
  const std::vector<Candidate>& candidates_;
  const SimilarOptions& options_;
  const Likeness& likeness_;
  Arrangement result_;
  std::vector<size_t> deferred_;
  absl::flat_hash_map<absl::string_view, size_t> by_story_;  // Who stands for a story.
  absl::flat_hash_map<absl::string_view, int> of_source_;
  absl::flat_hash_map<size_t, size_t> place_of_;
  absl::flat_hash_map<size_t, std::vector<size_t>> collapsed_;
};

}  // namespace

Arrangement Arrange(const ArrangeSeed& seed, const std::vector<Candidate>& candidates,
                    const SimilarOptions& options, const Likeness& likeness) {
  return Arranger(seed, candidates, options, likeness).Run();
}

}  // namespace akin
