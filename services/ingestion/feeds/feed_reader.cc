#include "services/ingestion/feeds/feed_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/url/url.h"
#include "services/ingestion/document_intake.h"
#include "services/ingestion/parse/detect.h"
#include "services/ingestion/parse/page/feed_links.h"

namespace akin {
namespace {

constexpr int kNotModified = 304;
constexpr int kGone = 410;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;
constexpr size_t kMaxLookedAt = 1'000;

// Pages and texts are documents, but not what a subscription is for: a login page, an error page.
bool IsFeed(DocumentFormat format) {
  return format != DocumentFormat::kUnknown && format != DocumentFormat::kHtml &&
         format != DocumentFormat::kStoryText;
}

// A 200 whose connection broke has its last item cut, too.
void DropCutItem(const FetchResponse& response, ParsedDocument& document) {
  if (response.body_incomplete && document.items.size() > 1) document.items.pop_back();
}

storage::v1::FeedCounts CountsOf(const std::vector<ingestion::v1::IngestResult>& results) {
  storage::v1::FeedCounts counts;
  counts.set_seen(static_cast<int64_t>(results.size()));
  for (const ingestion::v1::IngestResult& result : results) {
    if (result.has_error()) counts.set_failed(counts.failed() + 1);
    if (result.outcome() == ingestion::v1::INGEST_OUTCOME_CREATED) {
      counts.set_created(counts.created() + 1);
    }
    if (result.outcome() == ingestion::v1::INGEST_OUTCOME_REVISED) {
      counts.set_revised(counts.revised() + 1);
    }
  }
  return counts;
}

// What is left for later needs the feed's content again, changed or not.
void RememberPages(const FullPages::Done& pages, FeedProgress& progress) {
  const auto& looked_at = pages.fingerprints;
  const size_t kept = std::min(looked_at.size(), kMaxLookedAt);
  progress.mutable_looked_at_items()->Assign(looked_at.begin(), looked_at.begin() + kept);
  if (!pages.more) return;
  progress.clear_http_etag();
  progress.clear_http_last_modified();
}

// Some servers answer so while they write their feed anew: that says nothing about what is in it.
bool IsEmpty(const FetchResponse& response) {
  absl::string_view body = response.body;
  absl::ConsumePrefix(&body, "\xEF\xBB\xBF");
  return !response.body_incomplete && absl::StripAsciiWhitespace(body).empty();
}

// As an answer to which nothing is to be kept: the next one that is not empty is taken.
FetchResponse WithoutValidators(FetchResponse response) {
  response.etag.clear();
  response.last_modified.clear();
  return response;
}

PollOutcome OutcomeOfError(const absl::Status& error) {
  return absl::IsUnavailable(error) || absl::IsDeadlineExceeded(error) ? PollOutcome::kUnreachable
                                                                       : PollOutcome::kRefused;
}

// Who gave the address of a site learns which feeds it has.
std::string WhyNoFeed(const FetchResponse& response,
                      const absl::StatusOr<ParsedDocument>& document) {
  const std::vector<std::string> feeds = FeedLinks(response.body, response.final_url);
  if (!feeds.empty()) {
    return absl::StrCat("what is at this address is a page, not a feed; it names these feeds: ",
                        absl::StrJoin(feeds, " "));
  }
  if (document.ok()) {
    return absl::StrCat("what is at this address is no feed (", FormatName(document->format), ")");
  }
  return absl::StrCat("what is at this address cannot be read as a feed: ",
                      document.status().message());
}

std::string AnswerInWords(const FetchResponse& response) {
  switch (response.http_status) {
    case 401:
    case 403:
      return absl::StrCat("the publisher does not let us read it (", response.http_status, ")");
    case 404:
      return "the publisher has nothing at this address (404)";
    case kTooManyRequests:
      return "the publisher wants fewer polls (429)";
    case kUnavailable:
      return "the publisher is not available now (503)";
    default:
      return absl::StrCat("the publisher answers with HTTP status ", response.http_status);
  }
}

}  // namespace

absl::string_view PollOutcomeName(PollOutcome outcome) {
  switch (outcome) {
    case PollOutcome::kContent:
      return "content";
    case PollOutcome::kNotModified:
      return "not_modified";
    case PollOutcome::kGone:
      return "gone";
    case PollOutcome::kThrottled:
      return "throttled";
    case PollOutcome::kHttpError:
      return "http_error";
    case PollOutcome::kUnreachable:
      return "unreachable";
    case PollOutcome::kRefused:
      return "refused";
    case PollOutcome::kUnreadable:
      break;
  }
  return "unreadable";
}

FetchRequest FeedReader::RequestFor(const CallContext& call, const FeedRecord& feed) const {
  FetchRequest request;
  request.url = PollUrl(feed);
  request.etag = feed.progress().http_etag();
  request.last_modified = feed.progress().http_last_modified();
  request.limits = options_.fetch;
  request.cancelled = [&call] { return call.cancelled(); };
  return request;
}

absl::StatusOr<FeedPoll> FeedReader::Read(const CallContext& call, const ClaimedFeed& claim,
                                          HostGate::Visit visit, const Renew& renew) const {
  const absl::Time now = clock_.Now();
  const absl::StatusOr<FetchResponse> response = fetcher_.Fetch(RequestFor(call, claim.feed));
  { const HostGate::Visit ended = std::move(visit); }
  if (absl::IsCancelled(response.status())) return response.status();
  if (!response.ok()) {
    return Failure(claim.feed, OutcomeOfError(response.status()), response.status().message(), now);
  }
  const int http_status = response->http_status;
  if (http_status < 200 || http_status >= 300) return WithoutContent(claim.feed, *response, now);
  if (IsEmpty(*response)) return NotModified(claim.feed, WithoutValidators(*response), now);
  return TakeIn(call, claim, renew, *response, now);
}

FeedPoll FeedReader::Failure(const FeedRecord& feed, PollOutcome outcome, absl::string_view error,
                             absl::Time now) const {
  return {.outcome = outcome,
          .polled = AfterFailure(feed, error, absl::nullopt, now, options_.schedule)};
}

FeedPoll FeedReader::NotModified(const FeedRecord& feed, const FetchResponse& response,
                                 absl::Time now) const {
  return {.outcome = PollOutcome::kNotModified,
          .polled = AfterNotModified(feed, response, now, options_.schedule)};
}

FeedPoll FeedReader::WithoutContent(const FeedRecord& feed, const FetchResponse& response,
                                    absl::Time now) const {
  if (response.http_status == kNotModified) return NotModified(feed, response, now);
  if (response.http_status == kGone) {
    return {.outcome = PollOutcome::kGone, .polled = AfterGone(feed, now)};
  }
  absl::optional<absl::Duration> retry_after;
  if (response.retry_after) retry_after = *response.retry_after - now;
  FeedPoll poll{
      .outcome = PollOutcome::kHttpError,
      .polled = AfterFailure(feed, AnswerInWords(response), retry_after, now, options_.schedule)};
  if (response.http_status == kTooManyRequests || response.http_status == kUnavailable) {
    poll.outcome = PollOutcome::kThrottled;
    poll.closed_host = UrlHost(response.final_url);
    poll.host_closed_until = response.retry_after;
  }
  return poll;
}

absl::StatusOr<FullPages::Done> FeedReader::Complete(const CallContext& call,
                                                     const FeedRecord& feed, const Renew& renew,
                                                     ParsedDocument& document) const {
  if (!feed.settings().fetch_full_pages()) return FullPages::Done();
  const auto& known = feed.progress().looked_at_items();
  return pages_.Complete(call, {known.begin(), known.end()}, renew, document);
}

absl::StatusOr<FeedPoll> FeedReader::TakeIn(const CallContext& call, const ClaimedFeed& claim,
                                            const Renew& renew, const FetchResponse& response,
                                            absl::Time now) const {
  absl::StatusOr<ParsedDocument> document =
      ReadDocument(response.body, {.url = response.final_url,
                                   .media_type = response.media_type,
                                   .location = response.content_location,
                                   .language = response.content_language,
                                   .max_unpacked_bytes = options_.intake.max_document_bytes});
  if (!document.ok() || !IsFeed(document->format)) {
    return Failure(claim.feed, PollOutcome::kUnreadable, WhyNoFeed(response, document), now);
  }
  DropCutItem(response, *document);
  ASSIGN_OR_RETURN(const FullPages::Done pages, Complete(call, claim.feed, renew, *document));
  const ItemOrigin origin = {.source = claim.feed.settings().source(),
                             .document_url = response.final_url,
                             .subscribed_url = claim.feed.settings().url()};
  IngestBatch batch = AdmitItems(*document, origin, options_.intake, pages.unchanged);
  RETURN_IF_ERROR(
      batch.Put(call, sink_, {.lease = claim.feed.name(), .fencing_token = claim.fencing_token}));
  FeedPoll poll{.results = batch.results()};
  poll.polled = AfterContent(claim.feed, response, *document, FormatName(document->format),
                             CountsOf(poll.results), now, options_.schedule);
  RememberPages(pages, poll.polled.progress);
  return poll;
}

}  // namespace akin
