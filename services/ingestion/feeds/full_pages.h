#ifndef AKIN_SERVICES_INGESTION_FEEDS_FULL_PAGES_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FULL_PAGES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/time/clock.h"
#include "services/ingestion/fetch/fetcher.h"
#include "services/ingestion/fetch/host_gate.h"
#include "services/ingestion/fetch/robots_cache.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// Whether a feed has only the beginning of an item's text: none, a teaser, or one that ends "…".
bool IsCutShort(const ParsedItem& item);

// Stands for an item as the feed has it: another when anything that becomes the article changes.
uint64_t ItemFingerprint(const ParsedItem& item);

// Completes items whose text a feed cuts short with the text of their pages, as robots.txt allows
// and no faster than the host gate lets. Thread-safe.
class FullPages {
 public:
  struct Options {
    // Further items are completed by later polls.
    int max_pages = 20;
    // No page is begun after that long, whatever the delays that sites ask for.
    absl::Duration longest = absl::Minutes(1);
    FetchLimits fetch = {.total_timeout = absl::Seconds(15)};
    // How long to wait for a page's host to be free.
    absl::Duration longest_wait = absl::Seconds(30);
    // Largest page.
    size_t max_document_bytes = 16 << 20;
  };

  // All must outlive it; `clock` is the gate's.
  FullPages(Fetcher& fetcher, RobotsCache& robots, HostGate& gate, const Clock& clock,
            const Options& options)
      : fetcher_(fetcher), robots_(robots), gate_(gate), clock_(clock), options_(options) {}

  // What became of the items of one document.
  struct Done {
    // By item: its page was looked at by an earlier poll, and the feed has not changed it since.
    std::vector<bool> unchanged;
    // Of all items whose pages need not be looked at again.
    std::vector<uint64_t> fingerprints;
    // Some pages are left for later.
    bool more = false;
  };

  // `known` are the fingerprints of the last poll. `before_each` is called before each page. An
  // item whose page cannot be had keeps what the feed has. CANCELLED with the call; other errors
  // are those of `before_each`.
  absl::StatusOr<Done> Complete(const CallContext& call, const std::vector<uint64_t>& known,
                                const std::function<absl::Status()>& before_each,
                                ParsedDocument& document) const;

 private:
  enum class Outcome { kDone, kTryLater };

  absl::StatusOr<Outcome> CompleteOne(const CallContext& call, const std::string& url,
                                      ParsedItem& item) const;
  absl::StatusOr<FetchResponse> Fetch(const CallContext& call, const std::string& url) const;
  absl::StatusOr<HostGate::Visit> EnterHost(const CallContext& call, const std::string& url) const;

  Fetcher& fetcher_;
  RobotsCache& robots_;
  HostGate& gate_;
  const Clock& clock_;
  const Options options_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FULL_PAGES_H_
