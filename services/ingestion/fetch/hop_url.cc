#include "services/ingestion/fetch/hop_url.h"

#include <curl/curl.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/unicode.h"
#include "common/url/typed_url.h"
#include "common/url/url.h"
#include "services/ingestion/fetch/fetcher.h"

namespace akin {
namespace {

constexpr size_t kMaxShownBytes = 200;
constexpr int kMaxReadings = 3;

struct CurlUrlCleanup {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlUrl = std::unique_ptr<CURLU, CurlUrlCleanup>;

// "" where `url` has no such part.
std::string Part(const CurlUrl& url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

void Drop(const CurlUrl& url, CURLUPart part) { curl_url_set(url.get(), part, nullptr, 0); }

std::string Shown(absl::string_view text) {
  std::string shown(TruncateText(text, kMaxShownBytes));
  if (text.size() > kMaxShownBytes) shown += "…";
  return shown;
}

// "ftp" of "ftp://x" and of "javascript:x"; "" if there is none.
std::string SchemeOf(absl::string_view url) {
  const size_t colon = url.find(':');
  if (colon == absl::string_view::npos || colon == 0) return "";
  const absl::string_view scheme = url.substr(0, colon);
  for (char c : scheme) {
    if (!absl::ascii_isalnum(c) && c != '+' && c != '-' && c != '.') return "";
  }
  return absl::AsciiStrToLower(scheme);
}

// The host as DNS knows it, "xn--bcher-kva.example"; "" if it is no host. (libcurl would do so only
// under a UTF-8 locale.) Also writes digits of other alphabets as digits.
std::string AsciiHost(absl::string_view host) {
  constexpr uint32_t kStrict = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                               UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UIDNA, decltype(&uidna_close)> idna(uidna_openUTS46(kStrict, &error),
                                                            &uidna_close);
  char ascii[256];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const int32_t size = uidna_nameToASCII_UTF8(idna.get(), host.data(), host.size(), ascii,
                                              sizeof(ascii), &info, &error);
  return U_SUCCESS(error) && info.errors == 0 ? std::string(ascii, size) : "";
}

// Rewrites a host beyond ASCII; false if it is none.
bool WriteHostInAscii(const CurlUrl& url) {
  const std::string host = Part(url, CURLUPART_HOST);
  if (std::all_of(host.begin(), host.end(), absl::ascii_isascii)) return true;
  const std::string ascii = AsciiHost(host);
  return !ascii.empty() && curl_url_set(url.get(), CURLUPART_HOST, ascii.c_str(), 0) == CURLUE_OK;
}

// Nothing of the address itself is told: what cannot be read cannot be rid of its secrets.
absl::Status NotAnAddress(absl::string_view url) {
  const std::string scheme = SchemeOf(absl::StripAsciiWhitespace(url));
  if (scheme.empty() || scheme == "http" || scheme == "https") {
    return ErrorWithReason(absl::StatusCode::kInvalidArgument, fetch_errors::kBadUrl,
                           "not an http or https address");
  }
  return ErrorWithReason(
      absl::StatusCode::kInvalidArgument, fetch_errors::kBadScheme,
      absl::StrCat("only http and https are fetched, not ", Shown(scheme), " addresses"));
}

}  // namespace

// A host may hide another in its encoding ("%31%32" is 12, which is 0.0.0.12); when it is fetched
// it is read again.
absl::StatusOr<HopUrl> HopUrl::Parse(absl::string_view text) {
  const absl::optional<std::string> typed = ReadTypedUrl(text);
  if (!typed) return NotAnAddress(text);
  ASSIGN_OR_RETURN(HopUrl hop, ParseOnce(*typed));
  for (int i = 0; i < kMaxReadings; ++i) {
    ASSIGN_OR_RETURN(HopUrl again, ParseOnce(hop.url_));
    if (again.url_ == hop.url_ && again.host_ == hop.host_) return hop;
    hop.url_ = std::move(again.url_);
    hop.host_ = std::move(again.host_);
  }
  return NotAnAddress(text);
}

absl::StatusOr<HopUrl> HopUrl::ParseOnce(absl::string_view text) {
  const absl::optional<std::string> clean = ResolveUrl("", text);
  if (!clean) return NotAnAddress(text);
  const CurlUrl url(curl_url());
  if (curl_url_set(url.get(), CURLUPART_URL, clean->c_str(), CURLU_URLENCODE) != CURLUE_OK) {
    return NotAnAddress(text);
  }
  if (!WriteHostInAscii(url)) return NotAnAddress(text);
  HopUrl hop;
  hop.scheme_ = Part(url, CURLUPART_SCHEME);
  hop.host_ = absl::AsciiStrToLower(Part(url, CURLUPART_HOST));
  hop.spelled_host_ = UrlHost(*clean);
  hop.port_ = Part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  hop.user_ = Part(url, CURLUPART_USER, CURLU_URLDECODE);
  hop.password_ = Part(url, CURLUPART_PASSWORD, CURLU_URLDECODE);
  for (CURLUPart part :
       {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS, CURLUPART_FRAGMENT}) {
    Drop(url, part);
  }
  hop.url_ = Part(url, CURLUPART_URL);
  if (UrlHost(hop.url_).empty()) return NotAnAddress(text);  // Such as "%2e", decoded.
  return hop;
}

absl::StatusOr<HopUrl> HopUrl::Redirected(absl::string_view location) const {
  ASSIGN_OR_RETURN(HopUrl hop, Parse(ResolveUrl(url_, location).value_or(std::string(location))));
  hop.user_.clear();
  hop.password_.clear();
  return hop;
}

std::string HopUrl::WithUserInfoOf(const HopUrl& other) const {
  if (!other.has_user_info()) return url_;
  const CurlUrl url(curl_url());
  curl_url_set(url.get(), CURLUPART_URL, url_.c_str(), 0);
  curl_url_set(url.get(), CURLUPART_USER, other.user_.c_str(), CURLU_URLENCODE);
  curl_url_set(url.get(), CURLUPART_PASSWORD, other.password_.c_str(), CURLU_URLENCODE);
  return Part(url, CURLUPART_URL);
}

std::string HopUrl::Origin() const { return absl::StrCat(scheme_, "://", host_, ":", port_); }

std::string HopUrl::Target() const {
  const size_t authority = scheme_.size() + 3;
  return url_.substr(std::min(url_.find('/', authority), url_.size()));
}

std::string HopUrl::ForMessage() const { return Shown(url_.substr(0, url_.find('?'))); }

}  // namespace akin
