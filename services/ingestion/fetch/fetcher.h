#ifndef AKIN_SERVICES_INGESTION_FETCH_FETCHER_H_
#define AKIN_SERVICES_INGESTION_FETCH_FETCHER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace akin {

// What a fetch may cost; an answer that wants more ends in an error.
struct FetchLimits {
  // Bytes of the body as they come over the wire, and as they are after gzip, deflate, br or zstd.
  int64_t max_packed_bytes = 16 << 20;
  int64_t max_unpacked_bytes = 16 << 20;
  // From the name's resolution to the end of the TLS handshake, of each hop.
  absl::Duration connect_timeout = absl::Seconds(10);
  // The whole fetch, redirects included.
  absl::Duration total_timeout = absl::Seconds(60);
  // A server that sends less than this for so long is given up.
  int64_t low_speed_bytes_per_second = 100;
  absl::Duration low_speed_time = absl::Seconds(15);
  int max_redirects = 8;
  // A body that is too large is cut (and is body_incomplete) instead of an error.
  bool cut_large_bodies = false;
};

// What to ask for, in the order of our liking; anything else is taken too.
inline constexpr absl::string_view kAcceptFeeds =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";
inline constexpr absl::string_view kAcceptPages =
    "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.1";

struct FetchRequest {
  // http or https. User and password in it are sent to exactly its host, port and scheme.
  std::string url;
  // Of the last answer that was kept, sent back verbatim; "" sends nothing.
  std::string etag;
  std::string last_modified;
  std::string accept = std::string(kAcceptFeeds);
  FetchLimits limits;
  // Asked before each hop with its address (no user info), the first included; an error ends the
  // fetch with it. For robots.txt. Unset: every hop may be fetched. Called on Fetch's thread.
  std::function<absl::Status(absl::string_view url)> may_fetch;
  // Asked about ten times a second; true ends the fetch with CANCELLED. Unset: never.
  std::function<bool()> cancelled;
};

struct FetchResponse {
  // Of the last hop: 200, 304, 404, 429 … A redirect only if it does not say where to.
  int http_status = 0;
  // Unpacked. Only of 2xx answers, else empty.
  std::string body;
  // The connection ended before the body did: what came is in `body`. Such an answer has no etag
  // and no last_modified, so that the whole is asked for again.
  bool body_incomplete = false;
  // Content-Type as sent, with its parameters.
  std::string media_type;
  // Content-Location and Content-Language as sent: hints for reading the body.
  std::string content_location;
  std::string content_language;
  // Verbatim, for the next request. A 304 may leave them out: then what was sent stays valid.
  std::string etag;
  std::string last_modified;
  // Cache-Control: max-age, less the time the answer has spent in caches (Age).
  absl::optional<absl::Duration> max_age;
  // Expires and Retry-After on our clock: the sender's clock is corrected by its Date.
  absl::optional<absl::Time> expires;
  absl::optional<absl::Time> retry_after;
  // Where the answer came from, without user info and fragment: the base of relative links.
  std::string final_url;
  int redirects = 0;
  // Where the request's address has moved for good: the end of the leading run of 301 and 308.
  // "" unless the fetch ended well (2xx, 304) and it has moved; never from https to http. Keeps the
  // user info only within its host, port and scheme. It equals final_url, but for that user info,
  // if all redirects were permanent.
  std::string moved_to_url;
};

// Reasons (ErrorReason, common/status/errors.h) of a fetch's errors. The message says in words what
// happened at which address, without user info and query, and may be shown to a subscriber.
namespace fetch_errors {
inline constexpr absl::string_view kBadUrl = "FETCH_BAD_URL";                  // INVALID_ARGUMENT
inline constexpr absl::string_view kBadScheme = "FETCH_BAD_SCHEME";            // INVALID_ARGUMENT
inline constexpr absl::string_view kAddressRefused = "FETCH_ADDRESS_REFUSED";  // PERMISSION_DENIED
inline constexpr absl::string_view kRobots = "FETCH_ROBOTS_DISALLOW";          // PERMISSION_DENIED
inline constexpr absl::string_view kTooLarge = "FETCH_TOO_LARGE";              // OUT_OF_RANGE
inline constexpr absl::string_view kTooManyRedirects = "FETCH_TOO_MANY_REDIRECTS";  // OUT_OF_RANGE
inline constexpr absl::string_view kTimeout = "FETCH_TIMEOUT";        // DEADLINE_EXCEEDED
inline constexpr absl::string_view kTooSlow = "FETCH_TOO_SLOW";       // DEADLINE_EXCEEDED
inline constexpr absl::string_view kDns = "FETCH_DNS";                // UNAVAILABLE
inline constexpr absl::string_view kConnection = "FETCH_CONNECTION";  // UNAVAILABLE
inline constexpr absl::string_view kTls = "FETCH_TLS";                // UNAVAILABLE
inline constexpr absl::string_view kBadAnswer = "FETCH_BAD_ANSWER";   // UNAVAILABLE
inline constexpr absl::string_view kCancelled = "FETCH_CANCELLED";    // CANCELLED
}  // namespace fetch_errors

// Gets what is at an address of the web. Implementations are thread-safe.
class Fetcher {
 public:
  virtual ~Fetcher() = default;

  // The server's answer, whatever its HTTP status; an error with one of fetch_errors' reasons if
  // there is none. Blocks the calling thread, at most for the request's total_timeout.
  virtual absl::StatusOr<FetchResponse> Fetch(const FetchRequest& request) = 0;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_FETCHER_H_
