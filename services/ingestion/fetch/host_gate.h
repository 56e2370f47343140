#ifndef AKIN_SERVICES_INGESTION_FETCH_HOST_GATE_H_
#define AKIN_SERVICES_INGESTION_FETCH_HOST_GATE_H_

#include <algorithm>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"

namespace akin {

// Keeps us polite: so many fetches at once of one host, and not right after each other. It never
// waits: who is refused is told when to come back. Thread-safe; outlives its visits.
class HostGate {
 public:
  struct Options {
    int max_visits_per_host = 2;
    // Between the starts of two visits, where the host has not asked for more.
    absl::Duration min_delay = absl::Seconds(1);
    // The most that a host may ask for (robots.txt's Crawl-delay).
    absl::Duration max_delay = absl::Seconds(30);
    // Hosts remembered. Past it, those that would let anyone in now are forgotten first.
    size_t max_hosts = 10'000;
  };

  // The right to fetch from a host, for as long as it lives.
  class Visit {
   public:
    Visit(Visit&& other) noexcept { *this = std::move(other); }
    Visit& operator=(Visit&& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(host_, other.host_);
      return *this;
    }
    ~Visit() {
      if (gate_ != nullptr) gate_->Leave(host_);
    }

   private:
    friend class HostGate;
    Visit(HostGate* gate, absl::string_view host) : gate_(gate), host_(host) {}

    HostGate* gate_ = nullptr;
    std::string host_;
  };

  struct Entry {
    absl::optional<Visit> visit;
    // Without a visit: try again then. In the future by `clock`.
    absl::Time try_again;
  };

  HostGate(Options options, const Clock& clock) : options_(options), clock_(clock) {}

  // `host` as UrlHost gives it.
  Entry TryEnter(absl::string_view host);

  // The host wants `delay` between visits; more than max_delay is cut, less than min_delay ignored.
  void SetDelay(absl::string_view host, absl::Duration delay);

  // The longest time that a host is left alone on its own word.
  static constexpr absl::Duration kLongestClosure = absl::Hours(1);

  // Nobody enters before `until`: the host has sent a Retry-After. The caller bounds it.
  void CloseUntil(absl::string_view host, absl::Time until);

 private:
  struct Host {
    int visits = 0;
    absl::Duration delay;
    absl::Time last_start = absl::InfinitePast();
    absl::Time closed_until = absl::InfinitePast();

    absl::Time Opens() const { return std::max(closed_until, last_start + delay); }
  };

  Host& Find(absl::string_view host) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Leave(absl::string_view host);

  const Options options_;
  const Clock& clock_;
  Mutex mu_;
  absl::flat_hash_map<std::string, Host> hosts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_HOST_GATE_H_
