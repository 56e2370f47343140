#ifndef AKIN_SERVICES_SEARCH_DOMAIN_MATCH_PINS_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_MATCH_PINS_H_

#include <cstddef>
#include <list>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cache/shared_cache.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/search/domain/article_index.h"

namespace akin {

// Keeps the results whose pages are being turned, so that pages stay stable while articles come
// and go: a bounded number of bytes, for a bounded time, the least recently used given up first.
// With a shared cache, every replica can turn the page. Thread-safe.
class MatchPins {
 public:
  struct Options {
    size_t max_bytes = 64 << 20;
    absl::Duration ttl = absl::Minutes(15);
    // Where results are kept for other replicas too. Null: nowhere. Must outlive the pins.
    SharedCache* shared = nullptr;
  };
  using Pinned = std::shared_ptr<const MatchResult>;

  // `clock` must outlive the pins.
  MatchPins(const Clock& clock, const Options& options) : clock_(clock), options_(options) {}

  void Pin(const std::string& key, Pinned result);

  // Null if it is gone.
  Pinned Find(const std::string& key);

 private:
  struct Entry {
    std::string key;
    Pinned result;
    size_t bytes;
    absl::Time expires;
  };
  using Entries = std::list<Entry>;  // most recently used first

  void Insert(const std::string& key, Pinned result);
  Pinned FindHere(const std::string& key);
  void Erase(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Clock& clock_;
  const Options options_;
  Mutex mu_;
  Entries entries_ ABSL_GUARDED_BY(mu_);
  absl::flat_hash_map<std::string, Entries::iterator> by_key_ ABSL_GUARDED_BY(mu_);
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_MATCH_PINS_H_
