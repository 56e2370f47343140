#include "services/ingestion/fetch/robots_cache.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/fetch/hop_url.h"

namespace akin {
namespace {

// How soon somebody who waits for another's fetch looks around.
constexpr absl::Duration kLookAround = absl::Milliseconds(100);
// A file whose sender wants it read again sooner is not.
constexpr absl::Duration kMinKeep = absl::Minutes(10);

FetchRequest RequestFor(const std::string& origin, absl::Duration timeout,
                        const std::function<bool()>& cancelled) {
  FetchRequest request;
  request.url = absl::StrCat(origin, "/robots.txt");
  request.accept = "text/plain, */*;q=0.1";
  request.limits.max_packed_bytes = request.limits.max_unpacked_bytes = Robots::kMaxBytes;
  request.limits.cut_large_bodies = true;
  request.limits.total_timeout = timeout;
  request.cancelled = cancelled;
  return request;
}

// Why `answer` tells nothing about what is allowed; "" if it does. RFC 9309, 2.3.1; 429 asks for
// peace, so it is no leave to fetch pages.
std::string FailureOf(const absl::StatusOr<FetchResponse>& answer) {
  if (!answer.ok()) {
    const bool unavailable = ErrorReason(answer.status()) == fetch_errors::kTooManyRedirects;
    return unavailable ? "" : std::string(answer.status().message());
  }
  const int status = answer->http_status;
  if (status >= 500 || status == 429) return absl::StrCat("answered ", status);
  const bool broken_off = answer->body_incomplete && answer->body.size() < Robots::kMaxBytes;
  return broken_off ? "the connection ended early" : "";
}

Robots RobotsOf(const absl::StatusOr<FetchResponse>& answer, absl::string_view name) {
  const bool has_file = answer.ok() && answer->http_status / 100 == 2;
  return has_file ? Robots::Parse(answer->body, name) : Robots();
}

absl::Duration KeepFor(const absl::StatusOr<FetchResponse>& answer, absl::Duration most) {
  if (!answer.ok() || !answer->max_age) return most;
  return std::min(most, std::max(*answer->max_age, kMinKeep));
}

absl::Status Disallowed(const HopUrl& url, absl::string_view why) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, fetch_errors::kRobots,
                         absl::StrCat(url.ForMessage(), ": ", why));
}

}  // namespace

RobotsCache::RobotsCache(Options options, Fetcher& fetcher, const Clock& clock)
    : options_(std::move(options)), fetcher_(fetcher), clock_(clock) {}

absl::Status RobotsCache::MayFetch(absl::string_view url, const std::function<bool()>& cancelled) {
  ASSIGN_OR_RETURN(const HopUrl hop, HopUrl::Parse(url));
  ASSIGN_OR_RETURN(const Site site, Find(hop.Origin(), cancelled));
  if (site.robots == nullptr) {
    return Disallowed(hop, absl::StrCat("the site's robots.txt cannot be read: ", site.failure));
  }
  if (!site.robots->Allows(hop.Target())) {
    return Disallowed(hop, "the site's robots.txt disallows it");
  }
  return absl::OkStatus();
}

absl::optional<absl::Duration> RobotsCache::CrawlDelay(absl::string_view url) {
  const absl::StatusOr<HopUrl> hop = HopUrl::Parse(url);
  if (!hop.ok()) return absl::nullopt;
  MutexLock lock(mu_);
  const auto site = sites_.find(hop->Origin());
  if (site == sites_.end() || site->second.robots == nullptr) return absl::nullopt;
  return site->second.robots->crawl_delay();
}

absl::StatusOr<RobotsCache::Site> RobotsCache::Find(const std::string& origin,
                                                    const std::function<bool()>& cancelled) {
  Site site;
  Turn turn = Turn::kWait;
  while ((turn = Look(origin, site)) == Turn::kWait) {
    if (cancelled && cancelled()) {
      return ErrorWithReason(absl::StatusCode::kCancelled, fetch_errors::kCancelled, "cancelled");
    }
  }
  if (turn == Turn::kKnown) return site;
  const absl::StatusOr<FetchResponse> answer =
      fetcher_.Fetch(RequestFor(origin, options_.fetch_timeout, cancelled));
  site = Keep(origin, answer);
  if (absl::IsCancelled(answer.status())) return answer.status();
  return site;
}

RobotsCache::Turn RobotsCache::Look(const std::string& origin, Site& site) {
  MutexLock lock(mu_);
  if (!sites_.contains(origin) && sites_.size() >= options_.max_sites) MakeRoom();
  Site& known = sites_[origin];
  if (clock_.Now() < known.expires) {
    site = known;
    return Turn::kKnown;
  }
  if (known.fetching) {
    changed_.WaitFor(mu_, kLookAround);
    return Turn::kWait;
  }
  known.fetching = true;
  return Turn::kFetch;
}

RobotsCache::Site RobotsCache::Keep(const std::string& origin,
                                    const absl::StatusOr<FetchResponse>& answer) {
  const std::string failure = FailureOf(answer);
  std::shared_ptr<const Robots> robots;
  if (failure.empty()) robots = std::make_shared<Robots>(RobotsOf(answer, options_.name));
  const absl::Time now = clock_.Now();
  MutexLock lock(mu_);
  changed_.NotifyAll();
  Site& site = sites_[origin];
  site.fetching = false;
  if (absl::IsCancelled(answer.status())) return site;
  site.failure = failure;
  site.read = now;
  site.expires = now + options_.keep_failure_for;
  if (robots == nullptr) return site;  // With its older rules, if there are any.
  site.expires = now + KeepFor(answer, options_.keep_for);
  bytes_ += robots->bytes();
  if (site.robots != nullptr) bytes_ -= site.robots->bytes();
  site.robots = std::move(robots);
  const Site kept = site;
  if (bytes_ > options_.max_bytes) MakeRoom();
  return kept;
}

// The oldest are forgotten, until there is room for a while.
void RobotsCache::MakeRoom() {
  std::vector<std::pair<absl::Time, std::string>> by_age;
  for (const auto& [origin, site] : sites_) {
    if (!site.fetching) by_age.emplace_back(site.read, origin);
  }
  std::sort(by_age.begin(), by_age.end());
  for (const auto& [read, origin] : by_age) {
    if (sites_.size() <= options_.max_sites / 4 * 3 && bytes_ <= options_.max_bytes / 4 * 3) return;
    const auto site = sites_.find(origin);
    if (site->second.robots != nullptr) bytes_ -= site->second.robots->bytes();
    sites_.erase(site);
  }
}

}  // namespace akin
