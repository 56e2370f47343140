#ifndef AKIN_SERVICES_INGESTION_FEEDS_FEED_READER_H_
#define AKIN_SERVICES_INGESTION_FEEDS_FEED_READER_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "akin/ingestion/v1/ingestion_service.pb.h"
#include "common/time/clock.h"
#include "services/ingestion/article_sink.h"
#include "services/ingestion/domain/intake.h"
#include "services/ingestion/feeds/feed_progress.h"
#include "services/ingestion/feeds/feed_store.h"
#include "services/ingestion/feeds/full_pages.h"
#include "services/ingestion/fetch/fetcher.h"
#include "services/ingestion/fetch/host_gate.h"

namespace akin {

// What a poll came to.
enum class PollOutcome {
  kContent,
  kNotModified,  // or empty for now
  kGone,         // 410
  kThrottled,    // 429, 503
  kHttpError,    // any other answer without content
  kUnreachable,  // no answer, or none in time
  kRefused,     // an answer that we do not want: too large, too many redirects, a forbidden address
  kUnreadable,  // content that is no feed
};

// "content", "not_modified" …, as metrics call it.
absl::string_view PollOutcomeName(PollOutcome outcome);

struct FeedPoll {
  PollOutcome outcome = PollOutcome::kContent;
  PolledFeed polled;
  // One per item; empty without content.
  std::vector<ingestion::v1::IngestResult> results;
  // Nothing is to be fetched from this host before that: its own wish, wherever the way to it
  // began.
  std::string closed_host;
  absl::optional<absl::Time> host_closed_until;
};

// Polls one feed: fetches it as it was left, and hands what has come to storage under the feed's
// lease. Keeps nothing of it. Thread-safe.
class FeedReader {
 public:
  struct Options {
    IntakeLimits intake;
    ScheduleLimits schedule;
    FetchLimits fetch;
  };

  // All must outlive the reader. `clock` tells the time of day.
  FeedReader(Fetcher& fetcher, const FullPages& pages, ArticleSink& sink, const Clock& clock,
             const Options& options)
      : fetcher_(fetcher), pages_(pages), sink_(sink), clock_(clock), options_(options) {}

  // What became of the poll, publishers' failures included; their text is in `polled`. An error if
  // nothing may be kept of it: CANCELLED with the call, FAILED_PRECONDITION (reason STALE_LEASE) if
  // the lease was lost, or what storage answers. `renew` prolongs the lease, in a poll that takes
  // long. `visit`, of the feed's host, ends with the fetch.
  using Renew = std::function<absl::Status()>;
  absl::StatusOr<FeedPoll> Read(const CallContext& call, const ClaimedFeed& claim,
                                HostGate::Visit visit, const Renew& renew) const;

 private:
  FetchRequest RequestFor(const CallContext& call, const FeedRecord& feed) const;
  FeedPoll Failure(const FeedRecord& feed, PollOutcome outcome, absl::string_view error,
                   absl::Time now) const;
  FeedPoll NotModified(const FeedRecord& feed, const FetchResponse& response, absl::Time now) const;
  FeedPoll WithoutContent(const FeedRecord& feed, const FetchResponse& response,
                          absl::Time now) const;
  absl::StatusOr<FeedPoll> TakeIn(const CallContext& call, const ClaimedFeed& claim,
                                  const Renew& renew, const FetchResponse& response,
                                  absl::Time now) const;
  // Completes items with their pages, if the subscriber wants that.
  absl::StatusOr<FullPages::Done> Complete(const CallContext& call, const FeedRecord& feed,
                                           const Renew& renew, ParsedDocument& document) const;

  Fetcher& fetcher_;
  const FullPages& pages_;
  ArticleSink& sink_;
  const Clock& clock_;
  const Options options_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_FEEDS_FEED_READER_H_
