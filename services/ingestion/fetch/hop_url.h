#ifndef AKIN_SERVICES_INGESTION_FETCH_HOP_URL_H_
#define AKIN_SERVICES_INGESTION_FETCH_HOP_URL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace akin {

// An http(s) address to fetch, as libcurl's own parser reads it: what is checked is what is
// connected to. Thread-compatible.
class HopUrl {
 public:
  // INVALID_ARGUMENT with fetch_errors::kBadUrl or kBadScheme. Forgives what browsers
  // forgive, and takes what people type (ReadTypedUrl).
  static absl::StatusOr<HopUrl> Parse(absl::string_view url);

  // Where a redirect from here leads. User info in `location` is dropped: it is for the subscriber
  // to say who he is, not for a server.
  absl::StatusOr<HopUrl> Redirected(absl::string_view location) const;

  // What is fetched: without user info and fragment.
  const std::string& url() const { return url_; }
  // The same with the user info of `other`.
  std::string WithUserInfoOf(const HopUrl& other) const;
  // For people: without query, which may be a secret, and not too long.
  std::string ForMessage() const;

  // "https://wire.example:443", one spelling for all addresses of an origin.
  std::string Origin() const;
  // Path and query: "/a?b".
  std::string Target() const;

  const std::string& scheme() const { return scheme_; }
  // In lower case, numbers normalised to addresses; and as it was spelled.
  const std::string& host() const { return host_; }
  const std::string& spelled_host() const { return spelled_host_; }
  const std::string& port() const { return port_; }
  // Decoded.
  const std::string& user() const { return user_; }
  const std::string& password() const { return password_; }
  bool has_user_info() const { return !user_.empty() || !password_.empty(); }

  bool IsSameOrigin(const HopUrl& other) const { return Origin() == other.Origin(); }

 private:
  static absl::StatusOr<HopUrl> ParseOnce(absl::string_view text);

  std::string url_;
  std::string scheme_;
  std::string host_;
  std::string spelled_host_;
  std::string port_;
  std::string user_;
  std::string password_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_HOP_URL_H_
