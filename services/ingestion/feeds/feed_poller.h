#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_POLLER_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_POLLER_H_

#include <atomic>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/sync/executor.h"
#include "common/sync/mutex.h"
#include "common/time/clock.h"
#include "services/ingestion/feeds/feed_reader.h"
#include "services/ingestion/feeds/feed_store.h"
#include "services/ingestion/feeds/poll_metrics.h"
#include "services/ingestion/fetch/host_gate.h"

namespace akin {

// Polls the feeds that are due, sharing them with the other replicas through leases in the store: a
// few at a time, none at a host that is busy, and none of which the lease is lost. Thread-safe.
class FeedPoller {
 public:
  struct Options {
    // Polls at once, and how many may start in a second: many feeds that are due together are
    // polled one after another.
    int max_polls = 8;
    double polls_per_second = 20;
    // Of each feed while it is polled. A poll that takes half of it is given up.
    absl::Duration lease = absl::Minutes(2);
    // How long to wait when nothing is due, or storage cannot be reached.
    absl::Duration idle_wait = absl::Seconds(1);
    // Between two polls at one host, as the gate has it.
    absl::Duration host_delay = absl::Seconds(1);
  };

  // All must outlive the poller; `clock` is the gate's. Polls nothing by itself before Start.
  FeedPoller(FeedStore& store, const FeedReader& reader, HostGate& gate, const Clock& clock,
             Metrics& metrics, const Options& options);
  ~FeedPoller();

  // Begins to poll what is due; call once.
  void Start();

  // Ends polling: within a second or so, giving back what is being polled. Start does not follow.
  void Stop();

  struct Fetched {
    FeedRecord feed;
    std::vector<ingestion::v1::IngestResult> results;
  };
  // Polls one feed now, due or not, on the caller's thread; at most max_polls at once. ABORTED
  // (reason LEASE_HELD) while another poll of it runs, UNAVAILABLE (with RetryInfo) while its host
  // or the poller is busy.
  absl::StatusOr<Fetched> Fetch(const CallContext& call, const std::string& name);

 private:
  // A claimed feed that waits for its host.
  struct Waiting {
    ClaimedFeed claim;
    absl::Time claimed;
    absl::Time not_before;
  };

  // The dispatcher's thread; the functions below are its own.
  void Run();
  void StartWaiting();
  void StartOne(Waiting waiting);
  void WaitOrPostpone(Waiting waiting, absl::Time try_again);
  void ClaimMore();
  void Sleep();

  void PollInBackground(const ClaimedFeed& claim, HostGate::Visit visit);
  absl::StatusOr<Fetched> Poll(const CallContext& call, const ClaimedFeed& claim,
                               HostGate::Visit visit);
  void GiveBack(const ClaimedFeed& claim);
  // Gives a feed back of whose poll nothing is kept; answers with the reason.
  absl::Status Drop(const ClaimedFeed& claim, const absl::Status& why);
  absl::StatusOr<HostGate::Visit> EnterHost(const CallContext& call, const FeedRecord& feed);
  // The only holder of that name there ever is.
  std::string NewHolder();
  CallContext BackgroundCall() const;
  bool stopping() const { return stopping_->load(); }

  FeedStore& store_;
  const FeedReader& reader_;
  HostGate& gate_;
  const Clock& clock_;
  PollMetrics metrics_;
  const Options options_;
  const std::string replica_;
  std::atomic<int64_t> holders_ = 0;
  std::atomic<int> fetching_ = 0;  // calls of Fetch
  const std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);

  // The dispatcher's.
  std::deque<Waiting> waiting_;
  absl::Time next_start_ = absl::InfinitePast();
  absl::Time next_claim_ = absl::InfinitePast();
  bool claims_fail_ = false;
  // Until when the polls that wait for a host keep it busy.
  absl::flat_hash_map<std::string, absl::Time> busy_until_;

  Mutex mu_;
  CondVar changed_;
  int running_ ABSL_GUARDED_BY(mu_) = 0;
  bool poll_ended_ ABSL_GUARDED_BY(mu_) = false;
  bool storage_failed_ ABSL_GUARDED_BY(mu_) = false;
  std::unique_ptr<Executor> workers_;
  std::thread dispatcher_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_POLLER_H_
