#ifndef AKIN_SERVICES_INGESTION_FETCH_ROBOTS_CACHE_H_
#define AKIN_SERVICES_INGESTION_FETCH_ROBOTS_CACHE_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/ingestion/fetch/fetcher.h"
#include "services/ingestion/fetch/robots.h"

namespace akin {

// Whether pages may be fetched, as their site's robots.txt says (RFC 9309). Fetches each file once,
// however many ask, and keeps it for a while. Thread-safe.
//
//   request.may_fetch = [&](absl::string_view url) { return robots.MayFetch(url); };
class RobotsCache {
 public:
  struct Options {
    // Our name in robots.txt files.
    std::string name = "Akin";
    // How long a file counts; the RFC wants at most a day.
    absl::Duration keep_for = absl::Hours(24);
    // How long it counts that a file could not be read.
    absl::Duration keep_failure_for = absl::Minutes(15);
    // What a file may take to fetch; its size is cut at Robots::kMaxBytes.
    absl::Duration fetch_timeout = absl::Seconds(15);
    // Sites remembered, and the bytes of their rules together; the oldest are forgotten.
    size_t max_sites = 10'000;
    size_t max_bytes = 64 << 20;
  };

  // Both outlive the cache.
  RobotsCache(Options options, Fetcher& fetcher, const Clock& clock);

  // OK, or PERMISSION_DENIED with fetch_errors::kRobots, when the site disallows `url` or cannot
  // say (5xx, 429, unreachable; then an older file counts, if there is one). CANCELLED if
  // `cancelled` says so meanwhile. Blocks while the file is being fetched.
  absl::Status MayFetch(absl::string_view url, const std::function<bool()>& cancelled = {});

  // What the site of `url` has asked for, if its file is known; fetches nothing.
  absl::optional<absl::Duration> CrawlDelay(absl::string_view url);

 private:
  // What is known of a site.
  struct Site {
    std::shared_ptr<const Robots> robots;  // Null: none to go by.
    std::string failure;                   // Of the last fetch; "": it succeeded.
    absl::Time read;
    absl::Time expires = absl::InfinitePast();
    bool fetching = false;
  };
  enum class Turn { kKnown, kFetch, kWait };

  // The site as known, after a fetch if need be.
  absl::StatusOr<Site> Find(const std::string& origin, const std::function<bool()>& cancelled);
  // What to do about the site: it is in `site`, or the caller must fetch it, or somebody does (and
  // a little time has passed).
  Turn Look(const std::string& origin, Site& site);
  // Ends what Look has begun with kFetch.
  Site Keep(const std::string& origin, const absl::StatusOr<FetchResponse>& answer);
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Options options_;
  Fetcher& fetcher_;
  const Clock& clock_;
  Mutex mu_;
  CondVar changed_;
  // By origin.
  absl::flat_hash_map<std::string, Site> sites_ ABSL_GUARDED_BY(mu_);
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_ROBOTS_CACHE_H_
