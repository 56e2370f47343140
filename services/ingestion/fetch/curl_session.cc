#include "services/ingestion/fetch/curl_session.h"

#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/time/clock.h"
#include "services/ingestion/fetch/http_fields.h"

namespace akin {
namespace {

// How soon a cancellation or a passed limit is seen.
constexpr int kLookAroundMs = 100;
// Of an answer that is no success nothing is kept; this much is read so that its connection stays
// of use.
constexpr int64_t kMaxDroppedBytes = 64 << 10;
constexpr int64_t kMaxHeaderBytes = 256 << 10;
// libcurl counts in milliseconds, and may be a little early.
constexpr absl::Duration kDeadlineSlack = absl::Milliseconds(20);
constexpr long kMaxOpenConnections = 4;
constexpr long kMaxIdleSeconds = 30;

absl::Status FetchError(absl::StatusCode code, absl::string_view reason, absl::string_view words) {
  return ErrorWithReason(code, reason, words);
}

bool IsTlsError(CURLcode code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT:
      return true;
    default:
      return false;
  }
}

bool IsBadAnswer(CURLcode code) {
  return code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL ||
         code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR;
}

long RoundedUpSeconds(absl::Duration duration) {
  return std::max<long>(1, absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))));
}

// At least 1: 0 means no limit to libcurl.
long AtLeastOneMs(absl::Duration duration) {
  return std::max<long>(1, absl::ToInt64Milliseconds(duration));
}

}  // namespace

// What libcurl's callbacks and the loop around them share about one attempt.
class CurlSession::Transfer {
 public:
  enum class Stop {
    kNone,
    kTooLarge,         // An error.
    kCut,              // The body is large enough.
    kDropped,          // The body is of no interest.
    kHeadersTooLarge,  // An error.
    kCancelled,        // An error.
  };

  Transfer(const Hop& hop, const AddressPolicy& policy, CURL* easy)
      : hop_(hop), policy_(policy), easy_(easy) {}

  Stop stop() const { return stop_; }
  // What the policy said about the last address that it refused, if it allowed none; else "".
  const std::string& refusal() const { return refusal_; }
  std::string& body() { return body_; }

  long http_status() const {
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    return status;
  }
  bool IsSuccess() const { return http_status() / 100 == 2; }

  // Between two waits: true if the transfer must end.
  bool MustStop() {
    const auto& cancelled = hop_.request.cancelled;
    if (hop_.stopping || (cancelled && cancelled())) stop_ = Stop::kCancelled;
    if (PackedTooLarge())
      stop_ = hop_.request.limits.cut_large_bodies ? Stop::kCut : Stop::kTooLarge;
    return stop_ != Stop::kNone;
  }

  bool PackedTooLarge() const {
    curl_off_t packed = 0;
    curl_easy_getinfo(easy_, CURLINFO_SIZE_DOWNLOAD_T, &packed);
    return IsSuccess() && packed > hop_.request.limits.max_packed_bytes;
  }

  // libcurl's callbacks, with `self` a Transfer.
  static size_t OnBody(char* data, size_t, size_t bytes, void* self) {
    return static_cast<Transfer*>(self)->TakeBody({data, bytes}) ? bytes : bytes + 1;
  }
  static size_t OnHeader(char*, size_t, size_t bytes, void* self) {
    return static_cast<Transfer*>(self)->TakeHeader(bytes) ? bytes : bytes + 1;
  }
  static curl_socket_t OnSocket(void* self, curlsocktype, curl_sockaddr* address) {
    if (!static_cast<Transfer*>(self)->MayConnect(address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

 private:
  // False ends the transfer.
  bool TakeBody(absl::string_view bytes) {
    if (!IsSuccess()) return Drop(bytes.size());
    const FetchLimits& limits = hop_.request.limits;
    const size_t room = limits.max_unpacked_bytes - static_cast<int64_t>(body_.size());
    body_.append(bytes.data(), std::min(room, bytes.size()));
    if (bytes.size() <= room) return true;
    stop_ = limits.cut_large_bodies ? Stop::kCut : Stop::kTooLarge;
    return false;
  }

  bool Drop(int64_t bytes) {
    dropped_bytes_ += bytes;
    if (dropped_bytes_ > kMaxDroppedBytes) stop_ = Stop::kDropped;
    return stop_ == Stop::kNone;
  }

  bool TakeHeader(int64_t bytes) {
    header_bytes_ += bytes;
    if (header_bytes_ > kMaxHeaderBytes) stop_ = Stop::kHeadersTooLarge;
    return stop_ == Stop::kNone;
  }

  bool MayConnect(const sockaddr& address) {
    const absl::optional<IpAddress> ip = IpAddressOf(address);
    const absl::Status status =
        ip ? policy_.Check(*ip) : absl::PermissionDeniedError("not an address of the internet");
    some_allowed_ |= status.ok();
    refusal_ = some_allowed_ ? "" : std::string(status.message());
    return status.ok();
  }

  const Hop& hop_;
  const AddressPolicy& policy_;
  CURL* const easy_;
  Stop stop_ = Stop::kNone;
  bool some_allowed_ = false;
  std::string refusal_;
  std::string body_;
  int64_t dropped_bytes_ = 0;
  int64_t header_bytes_ = 0;
};

CurlSession::CurlSession(const CurlFetcher::Options& options)
    : options_(options), multi_(curl_multi_init()), easy_(curl_easy_init()) {
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kMaxOpenConnections);
}

absl::StatusOr<HopAnswer> CurlSession::Get(const Hop& hop) {
  host_ = hop.url.host();
  Transfer packed(hop, options_.policy, easy_.get());
  SetUp(hop, packed);
  SetHeaders(hop.request, /*packed=*/true);
  CURLcode code = Run(packed);
  const bool misnamed = code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR;
  if (!misnamed || packed.stop() != Transfer::Stop::kNone) return Result(hop, packed, code);
  // Servers that name packing wrongly ("Content-Encoding: utf-8") get a chance to do without.
  Transfer plain(hop, options_.policy, easy_.get());
  SetUp(hop, plain);
  SetHeaders(hop.request, /*packed=*/false);
  code = Run(plain);
  return Result(hop, plain, code);
}

absl::StatusOr<HopAnswer> CurlSession::Result(const Hop& hop, Transfer& transfer, CURLcode code) {
  using Stop = Transfer::Stop;
  KeepCookies(hop);
  if (code == CURLE_OK && transfer.PackedTooLarge()) transfer.MustStop();
  switch (transfer.stop()) {
    case Stop::kTooLarge:
      return TooLarge(hop.request.limits);
    case Stop::kHeadersTooLarge:
      return FetchError(absl::StatusCode::kOutOfRange, fetch_errors::kTooLarge,
                        absl::StrCat("headers of more than ", kMaxHeaderBytes, " bytes"));
    case Stop::kCancelled:
      return FetchError(absl::StatusCode::kCancelled, fetch_errors::kCancelled, "cancelled");
    case Stop::kCut:
    case Stop::kDropped:
      return Answer(transfer, /*complete=*/false);
    case Stop::kNone:
      break;
  }
  const bool begun = code == CURLE_PARTIAL_FILE && !transfer.body().empty();
  if (code == CURLE_OK || begun) return Answer(transfer, code == CURLE_OK);
  return Error(hop, transfer, code);
}

void CurlSession::SetUp(const Hop& hop, Transfer& transfer) {
  CURL* easy = easy_.get();
  curl_easy_reset(easy);  // Keeps connections.
  error_[0] = '\0';
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // No waiting for a resolver that hangs.
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options_.ca_file.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  }
  SetAddress(hop);
  SetCookies(hop);
  SetLimits(hop);
  SetCallbacks(transfer);
}

void CurlSession::SetAddress(const Hop& hop) {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, hop.url.url().c_str());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_PROXY, options_.proxy.c_str());  // "" is none, whatever is set.
  curl_easy_setopt(easy, CURLOPT_NOPROXY, options_.proxy.empty() ? "*" : "");
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
  if (hop.identity != nullptr) {
    curl_easy_setopt(easy, CURLOPT_USERNAME, hop.identity->user().c_str());
    curl_easy_setopt(easy, CURLOPT_PASSWORD, hop.identity->password().c_str());
  }
  const auto fixed = options_.hosts.find(hop.url.host());
  if (fixed == options_.hosts.end()) return;
  resolve_.reset();
  Append(resolve_, absl::StrCat(hop.url.host(), ":", hop.url.port(), ":", fixed->second));
  curl_easy_setopt(easy, CURLOPT_RESOLVE, resolve_.get());
}

// The handle keeps cookies from one transfer to the next, whoever they are for: it begins with
// those of this fetch.
void CurlSession::SetCookies(const Hop& hop) {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");  // Turns them on, and reads no file.
  curl_easy_setopt(easy, CURLOPT_COOKIELIST, "ALL");
  for (const std::string& cookie : hop.cookies)
    curl_easy_setopt(easy, CURLOPT_COOKIELIST, cookie.c_str());
}

void CurlSession::KeepCookies(const Hop& hop) {
  curl_slist* first = nullptr;
  if (curl_easy_getinfo(easy_.get(), CURLINFO_COOKIELIST, &first) != CURLE_OK) return;
  const List cookies(first);
  hop.cookies.clear();
  for (const curl_slist* cookie = first; cookie != nullptr; cookie = cookie->next)
    hop.cookies.emplace_back(cookie->data);
}

void CurlSession::SetLimits(const Hop& hop) {
  CURL* easy = easy_.get();
  const FetchLimits& limits = hop.request.limits;
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, AtLeastOneMs(hop.deadline - SteadyClock().Now()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, AtLeastOneMs(limits.connect_timeout));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                   static_cast<long>(limits.low_speed_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, RoundedUpSeconds(limits.low_speed_time));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kMaxIdleSeconds);
  if (limits.cut_large_bodies) return;
  // Sees a Content-Length that says so, before anything is read.
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE,
                   static_cast<curl_off_t>(limits.max_packed_bytes));
}

void CurlSession::SetHeaders(const FetchRequest& request, bool packed) {
  headers_.reset();
  const auto add = [&](absl::string_view name, absl::string_view value) {
    if (IsHeaderValue(value)) Append(headers_, absl::StrCat(name, ": ", value));
  };
  add("Accept", request.accept);
  add("If-None-Match", request.etag);
  add("If-Modified-Since", request.last_modified);
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
  // "": all that libcurl unpacks.
  if (packed) curl_easy_setopt(easy_.get(), CURLOPT_ACCEPT_ENCODING, "");
}

void CurlSession::SetCallbacks(Transfer& transfer) {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  if (!options_.proxy.empty()) return;  // What is connected to is the proxy, which is trusted.
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::OnSocket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
}

// libcurl's own loop looks around once a second; this one ten times.
CURLcode CurlSession::Run(Transfer& transfer) {
  curl_multi_add_handle(multi_.get(), easy_.get());
  int running = 1;
  while (!transfer.MustStop()) {
    if (curl_multi_perform(multi_.get(), &running) != CURLM_OK || running == 0) break;
    curl_multi_poll(multi_.get(), nullptr, 0, kLookAroundMs, nullptr);
  }
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(multi_.get(), easy_.get());
  return code;
}

HopAnswer CurlSession::Answer(Transfer& transfer, bool complete) {
  HopAnswer answer;
  answer.http_status = static_cast<int>(transfer.http_status());
  answer.body = std::move(transfer.body());
  answer.body_incomplete = !complete && transfer.IsSuccess();
  answer.content_type = HeaderField("Content-Type");
  answer.content_location = HeaderField("Content-Location");
  answer.content_language = HeaderField("Content-Language");
  answer.etag = HeaderField("ETag");
  answer.last_modified = HeaderField("Last-Modified");
  answer.cache_control = HeaderField("Cache-Control");
  answer.age = HeaderField("Age");
  answer.date = HeaderField("Date");
  answer.expires = HeaderField("Expires");
  answer.retry_after = HeaderField("Retry-After");
  answer.location = HeaderField("Location");
  return answer;
}

// A field sent in several lines is one list (RFC 9110, 5.3); of those that are no lists, the first
// counts.
std::string CurlSession::HeaderField(const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(easy_.get(), name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return "";
  std::string value = header->value;
  if (absl::string_view(name) != "Cache-Control") return value;
  for (size_t i = 1; i < header->amount; ++i) {
    if (curl_easy_header(easy_.get(), name, i, CURLH_HEADER, -1, &header) != CURLHE_OK) break;
    absl::StrAppend(&value, ", ", header->value);
  }
  return value;
}

absl::Status CurlSession::Error(const Hop& hop, const Transfer& transfer, CURLcode code) {
  using absl::StatusCode;
  const absl::string_view words = error_[0] != '\0' ? error_ : curl_easy_strerror(code);
  if (!transfer.refusal().empty() && code == CURLE_COULDNT_CONNECT) {
    return FetchError(StatusCode::kPermissionDenied, fetch_errors::kAddressRefused,
                      transfer.refusal());
  }
  if (code == CURLE_OPERATION_TIMEDOUT) return TimeoutError(hop);
  if (code == CURLE_FILESIZE_EXCEEDED) return TooLarge(hop.request.limits);
  if (code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY) {
    return FetchError(StatusCode::kUnavailable, fetch_errors::kDns, words);
  }
  if (code == CURLE_URL_MALFORMAT) {
    return FetchError(StatusCode::kInvalidArgument, fetch_errors::kBadUrl, words);
  }
  if (IsTlsError(code)) return FetchError(StatusCode::kUnavailable, fetch_errors::kTls, words);
  const auto reason = IsBadAnswer(code) ? fetch_errors::kBadAnswer : fetch_errors::kConnection;
  return FetchError(StatusCode::kUnavailable, reason, words);
}

absl::Status CurlSession::TooLarge(const FetchLimits& limits) {
  return FetchError(absl::StatusCode::kOutOfRange, fetch_errors::kTooLarge,
                    absl::StrCat("more than ", limits.max_packed_bytes, " bytes, or ",
                                 limits.max_unpacked_bytes, " when unpacked"));
}

absl::Status CurlSession::TimeoutError(const Hop& hop) {
  const FetchLimits& limits = hop.request.limits;
  const auto error = [](absl::string_view reason, const std::string& words) {
    return FetchError(absl::StatusCode::kDeadlineExceeded, reason, words);
  };
  if (SteadyClock().Now() >= hop.deadline - kDeadlineSlack) {
    return error(fetch_errors::kTimeout,
                 absl::StrCat("not done within ", absl::FormatDuration(limits.total_timeout)));
  }
  curl_off_t connected = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
  if (connected == 0) {
    return error(
        fetch_errors::kTimeout,
        absl::StrCat("no connection within ", absl::FormatDuration(limits.connect_timeout)));
  }
  return error(fetch_errors::kTooSlow,
               absl::StrCat("sent less than ", limits.low_speed_bytes_per_second,
                            " bytes a second for ", absl::FormatDuration(limits.low_speed_time)));
}

void CurlSession::Append(List& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

}  // namespace akin
