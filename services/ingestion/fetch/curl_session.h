#ifndef AKIN_SERVICES_INGESTION_FETCH_CURL_SESSION_H_
#define AKIN_SERVICES_INGESTION_FETCH_CURL_SESSION_H_

#include <curl/curl.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/ingestion/fetch/curl_fetcher.h"
#include "services/ingestion/fetch/fetcher.h"
#include "services/ingestion/fetch/hop_url.h"

namespace akin {

// One request to one address, and what bounds it.
struct Hop {
  const HopUrl& url;
  const FetchRequest& request;
  // Whose user info is sent; null: none.
  const HopUrl* identity;
  // By SteadyClock.
  absl::Time deadline;
  // The whole process stops.
  const std::atomic<bool>& stopping;
  // Of the hops before, one a line as libcurl writes them; the answer's are added.
  std::vector<std::string>& cookies;
};

// A server's answer to a hop, fields as sent ("" where they were not).
struct HopAnswer {
  int http_status = 0;
  std::string body;
  bool body_incomplete = false;
  std::string content_type;
  std::string content_location;
  std::string content_language;
  std::string etag;
  std::string last_modified;
  std::string cache_control;
  std::string age;
  std::string date;
  std::string expires;
  std::string retry_after;
  std::string location;
};

// A libcurl handle with the connections that it keeps open. One thread at a time.
class CurlSession {
 public:
  // `options` outlives the session.
  explicit CurlSession(const CurlFetcher::Options& options);

  // Follows no redirect. Errors as Fetcher says; their messages leave the address to the caller.
  absl::StatusOr<HopAnswer> Get(const Hop& hop);

  // The host of the last hop: connections to it may be open.
  const std::string& host() const { return host_; }

 private:
  struct EasyCleanup {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct MultiCleanup {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  struct ListCleanup {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  using List = std::unique_ptr<curl_slist, ListCleanup>;
  class Transfer;

  void SetUp(const Hop& hop, Transfer& transfer);
  void SetAddress(const Hop& hop);
  void SetCookies(const Hop& hop);
  void KeepCookies(const Hop& hop);
  void SetLimits(const Hop& hop);
  void SetHeaders(const FetchRequest& request, bool packed);
  void SetCallbacks(Transfer& transfer);
  CURLcode Run(Transfer& transfer);
  absl::StatusOr<HopAnswer> Result(const Hop& hop, Transfer& transfer, CURLcode code);
  HopAnswer Answer(Transfer& transfer, bool complete);
  absl::Status Error(const Hop& hop, const Transfer& transfer, CURLcode code);
  absl::Status TimeoutError(const Hop& hop);
  static absl::Status TooLarge(const FetchLimits& limits);
  std::string HeaderField(const char* name);
  static void Append(List& list, const std::string& line);

  const CurlFetcher::Options& options_;
  std::unique_ptr<CURLM, MultiCleanup> multi_;
  std::unique_ptr<CURL, EasyCleanup> easy_;
  List headers_;
  List resolve_;
  char error_[CURL_ERROR_SIZE] = "";
  std::string host_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_CURL_SESSION_H_
