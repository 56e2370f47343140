#include "services/ingestion/fetch/curl_fetcher.h"

#include <curl/curl.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/ingestion/fetch/curl_session.h"
#include "services/ingestion/fetch/hop_url.h"
#include "services/ingestion/fetch/http_fields.h"

namespace akin {
namespace {

bool IsRedirect(const HopAnswer& answer) {
  switch (answer.http_status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return !answer.location.empty();
    default:
      return false;
  }
}

bool IsPermanent(int http_status) { return http_status == 301 || http_status == 308; }

bool EndedWell(int http_status) { return http_status / 100 == 2 || http_status == 304; }

bool IsDowngrade(const HopUrl& from, const HopUrl& to) {
  return from.scheme() == "https" && to.scheme() == "http";
}

// The way of a fetch through its redirects.
class Way {
 public:
  explicit Way(HopUrl start) : start_(std::move(start)), here_(start_), moved_to_(start_) {}

  const HopUrl& here() const { return here_; }
  int redirects() const { return redirects_; }

  // Whose user info is sent here. Once it has left its origin it is not sent again: the way back
  // is another server's choice.
  const HopUrl* Identity() const {
    return has_left_origin_ || !start_.has_user_info() ? nullptr : &start_;
  }

  void Follow(HopUrl next, bool permanent) {
    ++redirects_;
    has_left_origin_ |= !next.IsSameOrigin(start_);
    all_permanent_ &= permanent && !IsDowngrade(here_, next);
    here_ = std::move(next);
    if (all_permanent_) moved_to_ = here_;
  }

  // "" if it has not moved.
  std::string MovedTo() const {
    if (moved_to_.url() == start_.url()) return "";
    return moved_to_.IsSameOrigin(start_) ? moved_to_.WithUserInfoOf(start_) : moved_to_.url();
  }

  // `status` with the address that it is about.
  absl::Status Explain(const absl::Status& status) const {
    const std::string way =
        redirects_ == 0 ? start_.ForMessage()
                        : absl::StrCat(start_.ForMessage(), ", redirected to ", here_.ForMessage());
    return ErrorWithReason(status.code(), ErrorReason(status),
                           absl::StrCat(way, ": ", status.message()));
  }

 private:
  const HopUrl start_;
  HopUrl here_;
  HopUrl moved_to_;
  int redirects_ = 0;
  bool all_permanent_ = true;
  bool has_left_origin_ = false;
};

absl::Status TooManyRedirects(int most) {
  return ErrorWithReason(absl::StatusCode::kOutOfRange, fetch_errors::kTooManyRedirects,
                         absl::StrCat("more than ", most, " redirects"));
}

absl::Status AddressRefused(const absl::Status& why) {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, fetch_errors::kAddressRefused,
                         why.message());
}

FetchResponse Response(HopAnswer answer, const Way& way, absl::Time now) {
  FetchResponse response;
  response.http_status = answer.http_status;
  response.body = std::move(answer.body);
  response.body_incomplete = answer.body_incomplete;
  response.media_type = std::move(answer.content_type);
  response.content_location = std::move(answer.content_location);
  response.content_language = std::move(answer.content_language);
  if (!answer.body_incomplete) {
    response.etag = std::move(answer.etag);
    response.last_modified = std::move(answer.last_modified);
  }
  response.max_age = ParseMaxAge(answer.cache_control, answer.age);
  response.expires = ParseServerTime(answer.expires, answer.date, now);
  response.retry_after = ParseRetryAfter(answer.retry_after, answer.date, now);
  response.final_url = way.here().url();
  response.redirects = way.redirects();
  if (EndedWell(answer.http_status)) response.moved_to_url = way.MovedTo();
  return response;
}

}  // namespace

std::string CurlFetcher::UserAgent(absl::string_view contact) {
  return contact.empty() ? "Akin/1.0" : absl::StrCat("Akin/1.0 (+", contact, ")");
}

CurlFetcher::CurlFetcher(Options options, const Clock& clock)
    : options_(std::move(options)), clock_(clock) {
  curl_global_init(CURL_GLOBAL_DEFAULT);  // Thread-safe, and counted.
}

CurlFetcher::~CurlFetcher() {
  {
    MutexLock lock(mu_);
    idle_.clear();
  }
  curl_global_cleanup();
}

absl::StatusOr<FetchResponse> CurlFetcher::Fetch(const FetchRequest& request) {
  const absl::Time deadline = steady_clock_.Now() + request.limits.total_timeout;
  ASSIGN_OR_RETURN(HopUrl start, HopUrl::Parse(request.url));
  Way way(std::move(start));
  std::vector<std::string> cookies;
  while (true) {
    const Hop hop{way.here(), request, way.Identity(), deadline, stopping_, cookies};
    if (request.may_fetch) RETURN_IF_ERROR(request.may_fetch(hop.url.url()));
    absl::StatusOr<HopAnswer> answer = Get(hop);
    if (!answer.ok()) return way.Explain(answer.status());
    if (!IsRedirect(*answer)) return Response(*std::move(answer), way, clock_.Now());
    if (way.redirects() == request.limits.max_redirects) {
      return way.Explain(TooManyRedirects(request.limits.max_redirects));
    }
    absl::StatusOr<HopUrl> next = way.here().Redirected(answer->location);
    if (!next.ok()) return way.Explain(next.status());
    way.Follow(*std::move(next), IsPermanent(answer->http_status));
  }
}

absl::StatusOr<HopAnswer> CurlFetcher::Get(const Hop& hop) {
  for (const std::string& host : {hop.url.host(), hop.url.spelled_host()}) {
    const absl::Status allowed = options_.policy.CheckHost(host);
    if (!allowed.ok()) return AddressRefused(allowed);
  }
  std::unique_ptr<CurlSession> session = TakeSession(hop.url.host());
  absl::StatusOr<HopAnswer> answer = session->Get(hop);
  GiveBack(std::move(session));
  return answer;
}

// One that may have a connection to `host` open, else the newest.
std::unique_ptr<CurlSession> CurlFetcher::TakeSession(absl::string_view host) {
  MutexLock lock(mu_);
  if (idle_.empty()) return std::make_unique<CurlSession>(options_);
  auto best = std::find_if(idle_.rbegin(), idle_.rend(),
                           [&](const auto& session) { return session->host() == host; });
  if (best == idle_.rend()) best = idle_.rbegin();
  std::unique_ptr<CurlSession> session = std::move(*best);
  idle_.erase(std::next(best).base());
  return session;
}

void CurlFetcher::GiveBack(std::unique_ptr<CurlSession> session) {
  MutexLock lock(mu_);
  if (idle_.size() < options_.max_idle_sessions) idle_.push_back(std::move(session));
}

}  // namespace akin
