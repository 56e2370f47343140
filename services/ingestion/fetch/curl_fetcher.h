#ifndef AKIN_SERVICES_INGESTION_FETCH_CURL_FETCHER_H_
#define AKIN_SERVICES_INGESTION_FETCH_CURL_FETCHER_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/ingestion/fetch/address_policy.h"
#include "services/ingestion/fetch/fetcher.h"

namespace akin {

class CurlSession;
struct Hop;
struct HopAnswer;

// Fetcher over libcurl. Every address is checked by the policy when it is connected to, whatever
// name led there; redirects are followed here, hop by hop. A cookie that a hop sets goes to later
// hops of the same fetch that it is for, and is forgotten with the fetch. It takes nothing from the
// environment: no proxy, no .netrc. Thread-safe; as many fetches run at once as threads call it.
class CurlFetcher : public Fetcher {
 public:
  struct Options {
    // Sent as User-Agent; see UserAgent.
    std::string user_agent = UserAgent("");
    AddressPolicy policy;
    // Names that are resolved by configuration, as in /etc/hosts: address by name.
    absl::flat_hash_map<std::string, std::string> hosts;
    // Every fetch goes through it: "http://proxy.internal:3128". Then it resolves names, and must
    // itself refuse the addresses that the policy refuses. "": none.
    std::string proxy;
    // PEM file of the authorities to trust instead of the system's. "": the system's.
    std::string ca_file;
    // Handles kept with their open connections for later fetches.
    size_t max_idle_sessions = 32;
  };

  // "Akin/1.0 (+CONTACT)": who fetches, and where to complain. `contact` is an address of a page or
  // a mailbox; "" leaves it out.
  static std::string UserAgent(absl::string_view contact);

  // `clock` dates what answers say in seconds from now.
  CurlFetcher(Options options, const Clock& clock);
  // No Fetch may be running.
  ~CurlFetcher() override;

  absl::StatusOr<FetchResponse> Fetch(const FetchRequest& request) override;

  // Ends running fetches within about 100 ms, and those that start from now on, with CANCELLED.
  void Stop() { stopping_ = true; }

 private:
  absl::StatusOr<HopAnswer> Get(const Hop& hop);

  std::unique_ptr<CurlSession> TakeSession(absl::string_view host);
  void GiveBack(std::unique_ptr<CurlSession> session);

  const Options options_;
  const Clock& clock_;
  const SteadyClock steady_clock_;
  std::atomic<bool> stopping_ = false;
  Mutex mu_;
  // Oldest first.
  std::vector<std::unique_ptr<CurlSession>> idle_ ABSL_GUARDED_BY(mu_);
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FETCH_CURL_FETCHER_H_
