#include "common/cache/cache.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/status_macros.h"

namespace akin {
namespace {

Counter Counted(Metrics& metrics, const Cache::Options& options, const std::string& what,
                const std::string& help, const std::string& result) {
  return metrics.GetCounter(absl::StrCat("akin_cache_", what, "_total"), help,
                            {{"cache", options.name}, {"result", result}});
}

Counter Lookups(Metrics& metrics, const Cache::Options& options, const std::string& result) {
  return Counted(metrics, options, "lookups", "Cache look-ups by outcome.", result);
}

Counter SharedLookups(Metrics& metrics, const Cache::Options& options, const std::string& result) {
  return Counted(metrics, options, "shared_lookups", "Look-ups in the shared cache.", result);
}

Counter Refreshes(Metrics& metrics, const Cache::Options& options, const std::string& result) {
  return Counted(metrics, options, "refreshes", "Background refreshes of stale answers.", result);
}

// The failure is the caller's own, who may have had less time or gone; others try again.
bool IsAbandoned(const absl::Status& status) {
  return absl::IsDeadlineExceeded(status) || absl::IsCancelled(status);
}

// A copy that shares nothing with the original: threads that drop one status each are a race to
// TSan, which does not see the reference count in Debian's absl.
absl::Status OwnCopy(const absl::Status& status) {
  absl::Status copy(status.code(), status.message());
  status.ForEachPayload([&copy](absl::string_view type, const absl::Cord& payload) {
    copy.SetPayload(type, absl::Cord(std::string(payload)));
  });
  return copy;
}

// What another replica has computed later than this is of a clock that is not ours: nobody knows
// how old it is.
constexpr absl::Duration kMaxClockSkew = absl::Seconds(1);

bool MayBeKept(const CacheEntry& entry) { return entry.usable_until > entry.computed_at; }

}  // namespace

struct Cache::Lookup {
  Lookup(const Cache& cache, const CacheQuery& query, const Compute& compute)
      : query(query),
        compute(compute),
        log_id(cache.log_id()),
        key(cache.KeyInLog(log_id, query.key)),
        key_tag(MakeCacheTag(query.key)) {}

  CacheQuery query;
  Compute compute;
  std::string log_id;
  std::string key;  // The query's, within name and log.
  CacheTag key_tag;
  bool refused = false;  // Something was cached, and the query did not accept it.
  bool shared_down = false;
};

Cache::Cache(const Options& options, SharedCache* shared, const Clock& clock, Metrics& metrics,
             std::mt19937_64 random)
    : options_(options),
      shared_(shared),
      clock_(clock),
      memory_(options.max_bytes),
      invalidations_(options.max_invalidations),
      random_(std::move(random)),
      misses_(Lookups(metrics, options, "miss")),
      hits_(Lookups(metrics, options, "hit")),
      stale_(Lookups(metrics, options, "stale")),
      bypasses_(Lookups(metrics, options, "bypass")),
      shared_hits_(SharedLookups(metrics, options, "hit")),
      shared_misses_(SharedLookups(metrics, options, "miss")),
      shared_failures_(SharedLookups(metrics, options, "failed")),
      refreshed_(Refreshes(metrics, options, "done")),
      refresh_failures_(Refreshes(metrics, options, "failed")),
      refreshes_dropped_(Refreshes(metrics, options, "dropped")),
      bytes_(metrics.GetGauge("akin_cache_bytes", "Memory of cached answers, estimated.",
                              {{"cache", options.name}})),
      entries_(metrics.GetGauge("akin_cache_entries", "Answers cached in memory.",
                                {{"cache", options.name}})),
      refresher_(options.refresh_threads) {}

absl::StatusOr<CacheAnswer> Cache::Get(const CacheQuery& query, const Compute& compute) {
  Lookup lookup(*this, query, compute);
  lookup.refused = query.max_staleness <= absl::ZeroDuration();
  if (lookup.refused || query.key.size() > options_.max_key_bytes) {
    return ComputeAlone(lookup);
  }
  while (true) {
    const CacheEntryPtr cached = memory_.Find(lookup.key);
    const Verdict verdict = Judge(cached, lookup);
    if (verdict == Verdict::kFresh || verdict == Verdict::kStale) {
      return Serve(cached, verdict, lookup);
    }
    const auto [flight, leads] = Join(lookup.key);
    if (leads) return Lead(flight, lookup);
    RETURN_IF_ERROR(Await(*flight, query.deadline));
    if (!flight->result.ok()) {
      if (IsAbandoned(flight->result.status())) continue;
      return OwnCopy(flight->result.status());
    }
    // Null: it is in memory. Not satisfying: this call joined a computation that began too early.
    const CacheEntryPtr& computed = *flight->result;
    if (computed != nullptr && Satisfies(*computed, lookup)) return Deliver(computed, lookup);
  }
}

absl::optional<CacheAnswer> Cache::FindFresh(const CacheQuery& query) {
  if (query.max_staleness <= absl::ZeroDuration() || query.key.size() > options_.max_key_bytes) {
    return absl::nullopt;
  }
  Lookup lookup(*this, query, nullptr);
  const CacheEntryPtr cached = memory_.Find(lookup.key);
  if (Judge(cached, lookup) != Verdict::kFresh) return absl::nullopt;
  return Serve(cached, Verdict::kFresh, lookup);
}

void Cache::KeepForm(absl::string_view key, const CacheAnswer& answer, std::string value) {
  if (key.size() > options_.max_key_bytes) return;
  auto form = std::make_shared<CacheEntry>(*answer.entry);
  form->value = std::move(value);
  Keep(KeyInLog(answer.info.log_id, key), form);
}

void Cache::FollowLog(absl::string_view log_id, int64_t revision) {
  invalidations_.FollowLog(log_id, revision);
  memory_.Clear();
}

void Cache::Invalidate(absl::string_view tag_or_key, int64_t revision) {
  invalidations_.Add(MakeCacheTag(tag_or_key), revision);
}

Cache::Stats Cache::stats() const {
  return {.hits = static_cast<int64_t>(hits_.Value() + stale_.Value()),
          .misses = static_cast<int64_t>(misses_.Value() + bypasses_.Value()),
          .has_shared_cache = shared_ != nullptr,
          .shared_cache_down = shared_down_,
          .shared_cache_read_only = shared_read_only_};
}

absl::StatusOr<CacheAnswer> Cache::Lead(const FlightPtr& flight, Lookup& lookup) {
  // Another flight may have landed since memory was looked at.
  CacheEntryPtr cached = memory_.Find(lookup.key);
  Verdict verdict = Judge(cached, lookup);
  if (verdict == Verdict::kUnusable || verdict == Verdict::kRefused) {
    cached = FetchShared(lookup);
    verdict = Judge(cached, lookup);
  }
  if (verdict == Verdict::kFresh || verdict == Verdict::kStale) {
    Keep(lookup.key, cached);
    Land(lookup.key, flight, CacheEntryPtr());
    return Serve(cached, verdict, lookup);
  }
  absl::StatusOr<CacheEntryPtr> computed =
      ComputeEntry(lookup.key, lookup.compute, lookup.query.deadline);
  if (!computed.ok()) {
    Land(lookup.key, flight, OwnCopy(computed.status()));
    return computed.status();
  }
  Land(lookup.key, flight, *computed);
  Share(*computed, lookup);  // After landing, so that only this call waits for it.
  return Deliver(*computed, lookup);
}

absl::StatusOr<CacheAnswer> Cache::ComputeAlone(Lookup& lookup) {
  ASSIGN_OR_RETURN(CacheEntryPtr computed,
                   ComputeEntry(lookup.key, lookup.compute, lookup.query.deadline));
  Share(computed, lookup);
  return Deliver(computed, lookup);
}

absl::StatusOr<CacheEntryPtr> Cache::ComputeEntry(absl::string_view key, const Compute& compute,
                                                  absl::Time deadline) {
  auto entry = std::make_shared<CacheEntry>();
  entry->computed_at = clock_.Now();
  ASSIGN_OR_RETURN(Computed computed, compute(deadline));
  entry->value = std::move(computed.value);
  entry->revision = computed.revision;
  for (const std::string& tag : computed.tags) entry->tags.push_back(MakeCacheTag(tag));
  const bool keep = computed.cacheable && key.size() <= options_.max_key_bytes;
  const absl::Duration usable =
      keep ? std::min(Jittered(options_.hard_ttl), computed.max_ttl) : absl::ZeroDuration();
  entry->usable_until = entry->computed_at + usable;
  entry->fresh_until = entry->computed_at + std::min(usable, Jittered(options_.soft_ttl));
  entry->refresh_at = entry->fresh_until;
  Keep(key, entry);
  return CacheEntryPtr(entry);
}

Cache::Verdict Cache::Judge(const CacheEntryPtr& entry, Lookup& lookup) const {
  const absl::Time now = clock_.Now();
  if (entry == nullptr || now >= entry->usable_until || entry->computed_at > now + kMaxClockSkew ||
      invalidations_.Cover(*entry, lookup.key_tag)) {
    return Verdict::kUnusable;
  }
  if (entry->revision < lookup.query.min_revision ||
      now - entry->computed_at > lookup.query.max_staleness) {
    lookup.refused = true;
    return Verdict::kRefused;
  }
  return now < entry->fresh_until ? Verdict::kFresh : Verdict::kStale;
}

bool Cache::Satisfies(const CacheEntry& entry, const Lookup& lookup) const {
  return entry.revision >= lookup.query.min_revision &&
         !invalidations_.Cover(entry, lookup.key_tag);
}

CacheAnswer Cache::Serve(const CacheEntryPtr& entry, Verdict verdict, const Lookup& lookup) {
  const bool fresh = verdict == Verdict::kFresh;
  (fresh ? hits_ : stale_).Increment();
  if (!fresh) StartRefresh(entry, lookup);
  return {.entry = entry,
          .info = {.outcome = fresh ? CacheOutcome::kHit : CacheOutcome::kStale,
                   .age = std::max(clock_.Now() - entry->computed_at, absl::ZeroDuration()),
                   .revision = entry->revision,
                   .log_id = lookup.log_id,
                   .shared_cache_down = lookup.shared_down}};
}

CacheAnswer Cache::Deliver(const CacheEntryPtr& entry, const Lookup& lookup) {
  (lookup.refused ? bypasses_ : misses_).Increment();
  return {.entry = entry,
          .info = {.outcome = lookup.refused ? CacheOutcome::kBypass : CacheOutcome::kMiss,
                   .age = absl::ZeroDuration(),
                   .revision = entry->revision,
                   .log_id = lookup.log_id,
                   .shared_cache_down = lookup.shared_down}};
}

std::string Cache::KeyInLog(absl::string_view log_id, absl::string_view key) const {
  return absl::StrCat("akin:", options_.name, ":", log_id, ":", key);
}

void Cache::Keep(absl::string_view key, const CacheEntryPtr& entry) {
  if (!MayBeKept(*entry)) return;
  memory_.Put(key, entry);
  bytes_.Set(static_cast<double>(memory_.Bytes()));
  entries_.Set(static_cast<double>(memory_.Entries()));
}

CacheEntryPtr Cache::FetchShared(Lookup& lookup) {
  if (shared_ == nullptr) return nullptr;
  const absl::StatusOr<absl::optional<std::string>> bytes = shared_->Get(lookup.key);
  NoteShared(bytes.status(), lookup);
  if (!bytes.ok()) return nullptr;
  (bytes->has_value() ? shared_hits_ : shared_misses_).Increment();
  if (!bytes->has_value()) return nullptr;
  const absl::StatusOr<CacheEntryPtr> entry = DecodeCacheEntry(**bytes);
  return entry.ok() ? *entry : nullptr;  // One of another version is replaced by the next answer.
}

void Cache::Share(const CacheEntryPtr& entry, Lookup& lookup) {
  if (shared_ == nullptr || !MayBeKept(*entry)) return;
  const absl::Duration ttl = entry->usable_until - clock_.Now();
  const absl::Status status = shared_->Set(lookup.key, EncodeCacheEntry(*entry), ttl);
  shared_read_only_ = absl::IsResourceExhausted(status);
  // The answer is as good where others will have to compute it again.
  NoteShared(shared_read_only_ ? absl::OkStatus() : status, lookup);
}

void Cache::NoteShared(const absl::Status& status, Lookup& lookup) {
  shared_down_ = !status.ok();
  if (status.ok()) return;
  shared_failures_.Increment();
  lookup.shared_down = true;
}

std::pair<Cache::FlightPtr, bool> Cache::Join(absl::string_view key) {
  MutexLock lock(flights_mu_);
  const auto [position, is_new] = flights_.try_emplace(key);
  if (is_new) position->second = std::make_shared<Flight>();
  return {position->second, is_new};
}

void Cache::Land(absl::string_view key, const FlightPtr& flight,
                 absl::StatusOr<CacheEntryPtr> result) {
  MutexLock lock(flights_mu_);
  flight->result = std::move(result);
  flight->landed = true;
  flights_.erase(key);
  flight->landing.NotifyAll();
}

absl::Status Cache::Await(Flight& flight, absl::Time deadline) {
  MutexLock lock(flights_mu_);
  while (!flight.landed) {
    const absl::Duration left = deadline - clock_.Now();
    if (left > absl::ZeroDuration() && flight.landing.WaitFor(flights_mu_, left)) continue;
    if (flight.landed) break;
    return absl::DeadlineExceededError("deadline passed while the same answer is being computed");
  }
  return absl::OkStatus();
}

void Cache::StartRefresh(const CacheEntryPtr& entry, const Lookup& lookup) {
  if (clock_.Now() < entry->refresh_at) return;
  const auto [flight, leads] = Join(lookup.key);
  if (!leads) return;
  if (refreshes_.fetch_add(1) >= options_.max_refreshes) {
    --refreshes_;
    refreshes_dropped_.Increment();
    return Land(lookup.key, flight, absl::CancelledError("too many refreshes"));
  }
  Lookup own = lookup;
  own.query = {.key = lookup.query.key};
  refresher_.Run([this, flight = flight, entry, own = std::move(own)]() mutable {
    Refresh(flight, entry, own);
    --refreshes_;
  });
}

void Cache::Refresh(const FlightPtr& flight, const CacheEntryPtr& entry, Lookup& lookup) {
  // The call that started this may have seen what an earlier refresh was about to replace.
  const CacheEntryPtr current = memory_.Find(lookup.key);
  if (current != nullptr && clock_.Now() < current->refresh_at) {
    return Land(lookup.key, flight, CacheEntryPtr());
  }
  // Another replica may have refreshed it.
  const CacheEntryPtr shared = FetchShared(lookup);
  if (Judge(shared, lookup) == Verdict::kFresh) {
    Keep(lookup.key, shared);
    return Land(lookup.key, flight, CacheEntryPtr());
  }
  absl::StatusOr<CacheEntryPtr> computed =
      ComputeEntry(lookup.key, lookup.compute, clock_.Now() + options_.refresh_timeout);
  const bool refreshed = computed.ok() && MayBeKept(**computed);
  if (!refreshed) Postpone(entry, lookup.key);
  if (!computed.ok()) {
    Log(Severity::kDebug, "Refresh of a cached answer failed",
        {{"cache", options_.name}, {"error", computed.status().ToString()}});
    computed = absl::CancelledError("refresh failed");  // Who waits tries for himself.
  }
  Land(lookup.key, flight, computed);
  (refreshed ? refreshed_ : refresh_failures_).Increment();
  if (computed.ok()) Share(*computed, lookup);
}

void Cache::Postpone(const CacheEntryPtr& entry, absl::string_view key) {
  auto postponed = std::make_shared<CacheEntry>(*entry);
  postponed->refresh_at = clock_.Now() + options_.refresh_pause;
  memory_.Put(key, std::move(postponed));
}

absl::Duration Cache::Jittered(absl::Duration ttl) {
  std::uniform_real_distribution<double> factor(1 - options_.jitter, 1 + options_.jitter);
  MutexLock lock(random_mu_);
  return ttl * factor(random_);
}

std::string JoinCacheKey(std::initializer_list<absl::string_view> parts) {
  std::string key;
  for (absl::string_view part : parts) absl::StrAppend(&key, part.size(), ":", part, ",");
  return key;
}

}  // namespace akin
