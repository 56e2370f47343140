#include "services/ingestion/fetch/host_gate.h"

namespace akin {
namespace {

// A visit may end at any time; nobody knows when. Ask again this much later.
constexpr absl::Duration kFullRetry = absl::Milliseconds(500);

}  // namespace

HostGate::Entry HostGate::TryEnter(absl::string_view name) {
  MutexLock lock(mu_);
  Host& host = Find(name);
  const absl::Time now = clock_.Now();
  host.last_start = std::min(host.last_start, now);  // The machine's clock may be set back.
  Entry entry;
  if (host.Opens() > now) {
    entry.try_again = host.Opens();
  } else if (host.visits >= options_.max_visits_per_host) {
    entry.try_again = now + kFullRetry;
  } else {
    ++host.visits;
    host.last_start = now;
    entry.visit = Visit(this, name);
  }
  return entry;
}

void HostGate::SetDelay(absl::string_view name, absl::Duration delay) {
  MutexLock lock(mu_);
  Find(name).delay = std::max(options_.min_delay, std::min(delay, options_.max_delay));
}

void HostGate::CloseUntil(absl::string_view name, absl::Time until) {
  MutexLock lock(mu_);
  Host& host = Find(name);
  host.closed_until = std::max(host.closed_until, until);
}

HostGate::Host& HostGate::Find(absl::string_view name) {
  const auto known = hosts_.find(name);
  if (known != hosts_.end()) return known->second;
  if (hosts_.size() >= options_.max_hosts) MakeRoom();
  Host& host = hosts_[name];
  host.delay = options_.min_delay;
  return host;
}

// Hosts that let anyone in are forgotten; if there are none, those that nobody visits.
void HostGate::MakeRoom() {
  const absl::Time now = clock_.Now();
  absl::erase_if(hosts_, [&](const auto& host) {
    return host.second.visits == 0 && host.second.Opens() <= now;
  });
  if (hosts_.size() < options_.max_hosts) return;
  absl::erase_if(hosts_, [](const auto& host) { return host.second.visits == 0; });
}

void HostGate::Leave(absl::string_view name) {
  MutexLock lock(mu_);
  const auto host = hosts_.find(name);
  if (host != hosts_.end()) --host->second.visits;
}

}  // namespace akin
