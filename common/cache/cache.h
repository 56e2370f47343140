#ifndef AKIN_COMMON_CACHE_CACHE_H_
#define AKIN_COMMON_CACHE_CACHE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/cache/cache_entry.h"
#include "common/cache/invalidations.h"
#include "common/cache/memory_cache.h"
#include "common/cache/shared_cache.h"
#include "common/metrics/metrics.h"
#include "common/sync/executor.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// What a caller asks for and how much cache it accepts.
struct CacheQuery {
  // All that the answer depends on, but not the log: see JoinCacheKey.
  std::string key;
  // An answer computed at a lower log revision is not used.
  int64_t min_revision = 0;
  // Nor is one that is older. Zero: compute, whatever is cached.
  absl::Duration max_staleness = absl::InfiniteDuration();
  // Until when to wait for another call that computes the same answer.
  absl::Time deadline = absl::InfiniteFuture();
};

// One answer, computed.
struct Computed {
  std::string value;
  // The revision of the data, read before computing: what comes in meanwhile must not be missed.
  int64_t revision = 0;
  // What invalidates the answer: the names of articles and stories in it.
  std::vector<std::string> tags;
  // False for a degraded answer: it goes to who asked now, and is not kept.
  bool cacheable = true;
  // It may be served no longer than this, though the cache keeps others longer.
  absl::Duration max_ttl = absl::InfiniteDuration();
};

enum class CacheOutcome {
  kMiss,    // Computed for this call, or for one that asked the same at the same time.
  kHit,     // Cached and fresh.
  kStale,   // Cached and past its soft time to live; a refresh runs or has just failed.
  kBypass,  // As kMiss, where something was cached that the query did not accept.
};

// How an answer came about.
struct CacheInfo {
  CacheOutcome outcome = CacheOutcome::kMiss;
  // Since it was computed; zero unless kHit or kStale.
  absl::Duration age;
  // The revision it was computed at, and the log that this is of.
  int64_t revision = 0;
  std::string log_id;
  // The shared cache was asked and could not answer: a degradation, not an error.
  bool shared_cache_down = false;
};

struct CacheAnswer {
  const std::string& value() const { return entry->value; }

  CacheEntryPtr entry;
  CacheInfo info;
};

// Answers kept in memory and, where there is one, in a cache shared with other replicas. One
// computation per key at a time, for all who wait; an answer past its soft time to live is served
// while one refresh runs in the background, up to its hard time to live. Whoever serves an answer
// checks the ids in it against the live set. Thread-safe; must not outlive what computations use.
class Cache {
 public:
  struct Options {
    // Of metrics, and of keys in the shared cache: [a-z_]+.
    std::string name;
    // Bounds the memory.
    size_t max_bytes = 64 << 20;
    // How long an answer is fresh and how long it may be served at all, each drawn anew from
    // [1 - jitter, 1 + jitter] of it, so that what was computed together does not expire together.
    absl::Duration soft_ttl = absl::Seconds(30);
    absl::Duration hard_ttl = absl::Minutes(10);
    double jitter = 0.1;
    // Refreshes: threads, how many may wait or run, time for each, and the pause after a failure.
    int refresh_threads = 2;
    int max_refreshes = 64;
    absl::Duration refresh_timeout = absl::Seconds(5);
    absl::Duration refresh_pause = absl::Seconds(1);
    // How many invalidated tags are remembered.
    size_t max_invalidations = 100'000;
    // An answer with a longer key is not kept.
    size_t max_key_bytes = 4'096;
  };

  // Computes the answer. May be called after Get has returned, on another thread, for a refresh:
  // capture by value. `deadline` is the query's, or the refresh's own.
  using Compute = std::function<absl::StatusOr<Computed>(absl::Time deadline)>;

  // `shared` may be null: then there is none.
  Cache(const Options& options, SharedCache* shared, const Clock& clock, Metrics& metrics,
        std::mt19937_64 random = std::mt19937_64(std::random_device()()));

  // The cached or computed answer, or the error of the computation, which is not cached.
  // DEADLINE_EXCEEDED while waiting for another call's computation.
  absl::StatusOr<CacheAnswer> Get(const CacheQuery& query, const Compute& compute);

  // The answer, if memory has a fresh one that the query accepts: at once, without a lock that is
  // held for long. nullopt, which counts as no look-up, where Get may have to wait.
  absl::optional<CacheAnswer> FindFresh(const CacheQuery& query);

  // Keeps another form of the answer in this process, for FindFresh with another key. It has the
  // answer's revision, tags and times, so it is no longer served when the answer is not.
  void KeepForm(absl::string_view key, const CacheAnswer& answer, std::string value);

  // Which log the answers are of, and from which revision on Invalidate tells of its changes.
  // Answers from other logs and from before are not used. To be called before the first Get.
  void FollowLog(absl::string_view log_id, int64_t revision);
  std::string log_id() const { return invalidations_.LogId(); }

  // Answers with this tag, or key, that were computed before `revision` are not used any more.
  void Invalidate(absl::string_view tag_or_key, int64_t revision);

  struct Stats {
    int64_t hits = 0;  // Fresh or stale.
    int64_t misses = 0;
    bool has_shared_cache = false;
    bool shared_cache_down = false;       // As of the last call to it.
    bool shared_cache_read_only = false;  // As of the last answer meant for it.
  };
  Stats stats() const;

 private:
  // A computation under way. Fields are written once, under flights_mu_, before `landed`.
  struct Flight {
    bool landed = false;
    // The computed entry; null where it came from the shared cache and is in memory now.
    absl::StatusOr<CacheEntryPtr> result = CacheEntryPtr();
    CondVar landing;
  };
  using FlightPtr = std::shared_ptr<Flight>;

  // One Get under way.
  struct Lookup;

  enum class Verdict { kFresh, kStale, kRefused, kUnusable };

  absl::StatusOr<CacheAnswer> Lead(const FlightPtr& flight, Lookup& lookup);
  absl::StatusOr<CacheAnswer> ComputeAlone(Lookup& lookup);
  absl::StatusOr<CacheEntryPtr> ComputeEntry(absl::string_view key, const Compute& compute,
                                             absl::Time deadline);
  Verdict Judge(const CacheEntryPtr& entry, Lookup& lookup) const;
  bool Satisfies(const CacheEntry& entry, const Lookup& lookup) const;
  std::string KeyInLog(absl::string_view log_id, absl::string_view key) const;
  CacheAnswer Serve(const CacheEntryPtr& entry, Verdict verdict, const Lookup& lookup);
  CacheAnswer Deliver(const CacheEntryPtr& entry, const Lookup& lookup);
  void Keep(absl::string_view key, const CacheEntryPtr& entry);

  CacheEntryPtr FetchShared(Lookup& lookup);
  void Share(const CacheEntryPtr& entry, Lookup& lookup);
  void NoteShared(const absl::Status& status, Lookup& lookup);

  std::pair<FlightPtr, bool> Join(absl::string_view key);
  void Land(absl::string_view key, const FlightPtr& flight, absl::StatusOr<CacheEntryPtr> result);
  absl::Status Await(Flight& flight, absl::Time deadline);

  void StartRefresh(const CacheEntryPtr& entry, const Lookup& lookup);
  void Refresh(const FlightPtr& flight, const CacheEntryPtr& entry, Lookup& lookup);
  void Postpone(const CacheEntryPtr& entry, absl::string_view key);

  absl::Duration Jittered(absl::Duration ttl);

  const Options options_;
  SharedCache* const shared_;
  const Clock& clock_;
  MemoryCache memory_;
  Invalidations invalidations_;

  Mutex random_mu_;
  std::mt19937_64 random_ ABSL_GUARDED_BY(random_mu_);

  Mutex flights_mu_;
  absl::flat_hash_map<std::string, FlightPtr> flights_ ABSL_GUARDED_BY(flights_mu_);

  std::atomic<bool> shared_down_{false};
  std::atomic<bool> shared_read_only_{false};
  std::atomic<int> refreshes_{0};
  Counter misses_, hits_, stale_, bypasses_;
  Counter shared_hits_, shared_misses_, shared_failures_;
  Counter refreshed_, refresh_failures_, refreshes_dropped_;
  Gauge bytes_, entries_;

  Executor refresher_;  // Last: its tasks use all of the above.
};

// Parts of a key as one, so that no two lists of parts give the same.
std::string JoinCacheKey(std::initializer_list<absl::string_view> parts);

}  // namespace akin

#endif  // AKIN_COMMON_CACHE_CACHE_H_
