#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_COUNTS_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_COUNTS_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/similar_event.pb.h"
#include "common/sync/mutex.h"

namespace akin {

// How often something happened, each event counting less the older it is.
struct EventTally {
  double impressions = 0;
  double clicks = 0;
  double hides = 0;
  double dwell_seconds = 0;

  // Which tallies to keep where not all can be.
  double weight() const { return impressions + clicks + hides + dwell_seconds; }
  EventTally operator*(double factor) const;
};

// Decayed counts of events, by pair of seed and article, and by article under any seed. An event
// counts half after each half-life. Bounded: where there are too many pairs or articles, those with
// the least are forgotten. In whatever order events come, counts are the same. Thread-safe.
class EventCounts {
 public:
  struct Options {
    absl::Duration half_life = absl::Hours(3 * 24);
    size_t max_pairs = 200'000;     // some 100 bytes each
    size_t max_articles = 100'000;  // likewise
  };

  EventCounts() : EventCounts(Options()) {}
  explicit EventCounts(const Options& options);

  // `event.time` must be set.
  void Add(const recommendation::v1::SimilarEvent& event);

  // Names are `articles/{id}`. Counts as of `now`.
  EventTally OfPair(absl::string_view seed, absl::string_view article, absl::Time now) const;
  EventTally OfArticle(absl::string_view article, absl::Time now) const;

 private:
  // By fingerprint of the name or names, as of `epoch_`: later events count more than 1 (forward
  // decay; Cormode, Shkapenyuk, Srivastava, Xu 2009), so nothing need be touched as time goes by.
  using Table = absl::flat_hash_map<uint64_t, EventTally>;

  void AddTo(Table& table, size_t limit, uint64_t key,
             const recommendation::v1::SimilarEvent& event, double weight);
  EventTally Find(const Table& table, uint64_t key, absl::Time now) const;
  double HalfLivesSinceEpoch(absl::Time time) const;

  const Options options_;
  mutable Mutex mu_;
  absl::Time epoch_ ABSL_GUARDED_BY(mu_) = absl::InfinitePast();  // of the first event
  Table pairs_ ABSL_GUARDED_BY(mu_);
  Table articles_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_COUNTS_H_
