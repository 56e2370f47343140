#include "services/ingestion/feeds/feed_poller.h"

#include <unistd.h>

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/url/url.h"

namespace akin {
namespace {

// A feed waits here for its host if it is about to be free; else storage keeps it until then.
constexpr absl::Duration kLongestWait = absl::Seconds(2);
// Of its lease a feed may wait this share before its poll starts, which may take half of it.
constexpr int kWaitShare = 4;
// How long a caller of Fetch waits for a busy host.
constexpr absl::Duration kLongestFetchWait = absl::Seconds(5);
constexpr absl::Duration kStorageTimeout = absl::Seconds(10);
// Hosts remembered as busy; past it, those that are not any more are forgotten.
constexpr size_t kMaxBusyHosts = 1'000;

std::string NewReplicaId() {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  std::random_device random;
  return absl::StrCat(absl::string_view(host).substr(0, 100), "-", getpid(), "-",
                      absl::Hex(random(), absl::kZeroPad8), absl::Hex(random(), absl::kZeroPad8));
}

absl::Status Stopping() { return absl::CancelledError("ingestion is stopping"); }

absl::Status Busy(absl::string_view why, absl::Duration wait = absl::Seconds(1)) {
  return WithRetryAfter(absl::UnavailableError(why), wait);
}

absl::Status HostBusy(absl::Duration wait) {
  const absl::Duration shown = absl::Ceil(wait, absl::Seconds(1));
  return Busy(absl::StrCat("the feed's host is busy with other polls, or has asked for a pause; ",
                           "try again in ", absl::FormatDuration(shown)),
              wait);
}

// One of those who do something at the same time, by number from 1.
struct Slot {
  explicit Slot(std::atomic<int>& taken) : number(++taken), taken(taken) {}
  ~Slot() { --taken; }

  const int number;
  std::atomic<int>& taken;
};

// LEASE_HELD is what a lease answers that is to be prolonged and that another has taken.
bool IsLeaseLost(const absl::Status& status) {
  return ErrorReason(status) == "STALE_LEASE" || ErrorReason(status) == "LEASE_HELD";
}

// NOT_FOUND: the subscription ended while it was polled.
bool IsNobodysFault(const absl::Status& why) {
  return absl::IsCancelled(why) || absl::IsNotFound(why);
}

void LogDropped(const FeedRecord& feed, const absl::Status& why) {
  if (IsNobodysFault(why)) return;
  Log(Severity::kWarning,
      IsLeaseLost(why) ? "a poll came after its lease, nothing of it is kept"
                       : "a poll could not be kept",
      {{"feed", feed.name()}, {"error", why.ToString()}});
}

// Once per trouble, not per poll.
void LogNews(const FeedRecord& before, const FeedRecord& after) {
  const FeedProgress& progress = after.progress();
  if (progress.consecutive_failures() == 1 || (progress.gone() && !before.progress().gone())) {
    Log(Severity::kInfo, "a feed cannot be polled",
        {{"feed", after.name()}, {"url", PollUrl(before)}, {"error", progress.last_error()}});
  }
  if (PollUrl(before) != PollUrl(after)) {
    Log(Severity::kInfo, "a feed has moved",
        {{"feed", after.name()}, {"from", PollUrl(before)}, {"to", PollUrl(after)}});
  }
}

}  // namespace

FeedPoller::FeedPoller(FeedStore& store, const FeedReader& reader, HostGate& gate,
                       const Clock& clock, Metrics& metrics, const Options& options)
    : store_(store),
      reader_(reader),
      gate_(gate),
      clock_(clock),
      metrics_(metrics),
      options_(options),
      replica_(NewReplicaId()) {}

FeedPoller::~FeedPoller() { Stop(); }

void FeedPoller::Start() {
  workers_ = std::make_unique<Executor>(options_.max_polls);
  dispatcher_ = std::thread([this] { Run(); });
}

void FeedPoller::Stop() {
  {
    MutexLock lock(mu_);
    *stopping_ = true;
    changed_.NotifyAll();
  }
  if (dispatcher_.joinable()) dispatcher_.join();
  workers_.reset();
}

void FeedPoller::Run() {
  while (!stopping()) {
    StartWaiting();
    ClaimMore();
    Sleep();
  }
  for (const Waiting& waiting : waiting_) GiveBack(waiting.claim);
}

void FeedPoller::StartWaiting() {
  std::deque<Waiting> looked_at;
  looked_at.swap(waiting_);
  for (Waiting& waiting : looked_at) {
    const absl::Time now = clock_.Now();
    if (now < waiting.not_before || now < next_start_) {
      waiting_.push_back(std::move(waiting));
    } else {
      StartOne(std::move(waiting));
    }
  }
}

void FeedPoller::StartOne(Waiting waiting) {
  if (clock_.Now() - waiting.claimed > options_.lease / kWaitShare) return GiveBack(waiting.claim);
  HostGate::Entry entry = gate_.TryEnter(UrlHost(PollUrl(waiting.claim.feed)));
  if (!entry.visit) return WaitOrPostpone(std::move(waiting), entry.try_again);
  next_start_ = clock_.Now() + absl::Seconds(1 / options_.polls_per_second);
  {
    MutexLock lock(mu_);
    metrics_.SetRunning(++running_);
  }
  // Shared, since a task can be copied and a visit cannot.
  auto visit = std::make_shared<HostGate::Visit>(*std::move(entry.visit));
  workers_->Run([this, claim = std::move(waiting.claim), visit] {
    PollInBackground(claim, std::move(*visit));
    MutexLock lock(mu_);
    metrics_.SetRunning(--running_);
    poll_ended_ = true;
    changed_.NotifyAll();
  });
}

// Each feed of a busy host gets a turn of its own, so that a thousand of them wait in storage, out
// of the way of other hosts' feeds, and are not looked at again and again.
void FeedPoller::WaitOrPostpone(Waiting waiting, absl::Time try_again) {
  const ClaimedFeed& claim = waiting.claim;
  if (busy_until_.size() > kMaxBusyHosts) {
    absl::erase_if(busy_until_, [&](const auto& host) { return host.second < clock_.Now(); });
  }
  absl::Time& busy_until = busy_until_[UrlHost(PollUrl(claim.feed))];
  const absl::Time turn = std::max(try_again, busy_until);
  busy_until = turn + options_.host_delay;
  const absl::Duration wait = turn - clock_.Now();
  if (wait <= std::min(kLongestWait, options_.lease / kWaitShare)) {
    waiting.not_before = turn;
    return waiting_.push_back(std::move(waiting));
  }
  const absl::Status postponed = store_
                                     .Record(BackgroundCall(), claim.feed.name(),
                                             claim.fencing_token, claim.feed.progress(), wait)
                                     .status();
  // Otherwise the end of its lease sets it free.
  if (!postponed.ok()) LogDropped(claim.feed, postponed);
}

void FeedPoller::ClaimMore() {
  int room = options_.max_polls - static_cast<int>(waiting_.size());
  {
    MutexLock lock(mu_);
    room -= running_;
    if (std::exchange(storage_failed_, false)) next_claim_ = clock_.Now() + options_.idle_wait;
  }
  if (room <= 0 || clock_.Now() < next_claim_ || stopping()) return;
  absl::StatusOr<ClaimedFeeds> claimed =
      store_.ClaimDue(BackgroundCall(), NewHolder(), std::min(room, 100), options_.lease);
  const bool failed_before = std::exchange(claims_fail_, !claimed.ok());
  if (!claimed.ok()) {
    if (!failed_before) {
      Log(Severity::kWarning, "cannot ask for due feeds, trying on",
          {{"error", claimed.status().ToString()}});
    }
  } else {
    metrics_.SetLag(claimed->lag);
    for (ClaimedFeed& claim : claimed->feeds) {
      waiting_.push_back({std::move(claim), clock_.Now(), absl::InfinitePast()});
    }
  }
  const bool more = claimed.ok() && !claimed->feeds.empty();
  if (!more) next_claim_ = clock_.Now() + options_.idle_wait;
}

// Until something can be started or claimed.
void FeedPoller::Sleep() {
  MutexLock lock(mu_);
  const absl::Time now = clock_.Now();
  absl::Time wake = absl::InfiniteFuture();
  for (const Waiting& waiting : waiting_) {
    wake = std::min(wake, std::max(waiting.not_before, next_start_));
  }
  const bool room = running_ + static_cast<int>(waiting_.size()) < options_.max_polls;
  if (room) wake = std::min(wake, next_claim_);
  if (!stopping() && !poll_ended_ && wake > now) changed_.WaitFor(mu_, wake - now);
  poll_ended_ = false;
}

void FeedPoller::PollInBackground(const ClaimedFeed& claim, HostGate::Visit visit) {
  CallContext call = BackgroundCall();
  call.deadline = absl::InfiniteFuture();  // the lease bounds it
  const absl::Status polled = Poll(call, claim, std::move(visit)).status();
  if (polled.ok() || IsNobodysFault(polled) || IsLeaseLost(polled)) return;
  MutexLock lock(mu_);
  storage_failed_ = true;
}

void FeedPoller::GiveBack(const ClaimedFeed& claim) {
  // If that fails, the end of its lease sets it free.
  (void)store_.Release(BackgroundCall(), claim.feed.name(), claim.fencing_token);
}

absl::Status FeedPoller::Drop(const ClaimedFeed& claim, const absl::Status& why) {
  LogDropped(claim.feed, why);
  metrics_.CountDropped(why);
  if (!IsLeaseLost(why)) GiveBack(claim);
  return why;
}

absl::StatusOr<FeedPoller::Fetched> FeedPoller::Poll(const CallContext& call,
                                                     const ClaimedFeed& claim,
                                                     HostGate::Visit visit) {
  const absl::Time start = clock_.Now();
  const std::string& name = claim.feed.name();
  const auto renew = [&] {
    return store_.Lease(BackgroundCall(), name, claim.holder, options_.lease).status();
  };
  absl::StatusOr<FeedPoll> poll = reader_.Read(call, claim, std::move(visit), renew);
  if (!poll.ok()) return Drop(claim, poll.status());
  absl::StatusOr<FeedRecord> recorded =
      store_.Record(BackgroundCall(), name, claim.fencing_token, poll->polled.progress,
                    poll->polled.next_poll_delay);
  if (!recorded.ok()) return Drop(claim, recorded.status());
  metrics_.Count(*poll, clock_.Now() - start);
  LogNews(claim.feed, *recorded);
  if (poll->host_closed_until) {
    gate_.CloseUntil(poll->closed_host,
                     std::min(*poll->host_closed_until, clock_.Now() + HostGate::kLongestClosure));
  }
  return Fetched{*std::move(recorded), std::move(poll->results)};
}

absl::StatusOr<FeedPoller::Fetched> FeedPoller::Fetch(const CallContext& call,
                                                      const std::string& name) {
  const Slot slot(fetching_);
  if (slot.number > options_.max_polls) return Busy("too many polls are asked for at once");
  // Only what exists gets a lease.
  RETURN_IF_ERROR(store_.Get(call, name).status());
  ClaimedFeed claim;
  claim.feed.set_name(name);
  claim.holder = NewHolder();
  ASSIGN_OR_RETURN(claim.fencing_token, store_.Lease(call, name, claim.holder, options_.lease));
  absl::StatusOr<FeedRecord> feed = store_.Get(call, name);
  if (!feed.ok()) return Drop(claim, feed.status());
  claim.feed = *std::move(feed);
  absl::StatusOr<HostGate::Visit> visit = EnterHost(call, claim.feed);
  if (!visit.ok()) {
    GiveBack(claim);
    return visit.status();
  }
  return Poll(call, claim, *std::move(visit));
}

absl::StatusOr<HostGate::Visit> FeedPoller::EnterHost(const CallContext& call,
                                                      const FeedRecord& feed) {
  const absl::Time give_up = clock_.Now() + kLongestFetchWait;
  for (;;) {
    HostGate::Entry entry = gate_.TryEnter(UrlHost(PollUrl(feed)));
    if (entry.visit) return *std::move(entry.visit);
    if (stopping() || call.cancelled()) return Stopping();
    const absl::Duration wait = entry.try_again - clock_.Now();
    if (entry.try_again > give_up) return HostBusy(wait);
    MutexLock lock(mu_);
    changed_.WaitFor(mu_, wait);
  }
}

std::string FeedPoller::NewHolder() { return absl::StrCat(replica_, "#", ++holders_); }

CallContext FeedPoller::BackgroundCall() const {
  CallContext call;
  call.deadline = absl::Now() + kStorageTimeout;
  call.cancelled_flag = stopping_;
  return call;
}

}  // namespace akin
