#include "services/ingestion/feeds/full_pages.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "common/text/fingerprint.h"
#include "common/url/url.h"
#include "services/ingestion/document_intake.h"
#include "services/ingestion/domain/intake.h"
#include "services/ingestion/fetch/hop_url.h"

namespace akin {
namespace {

// A text of several paragraphs may be this short; one that is shorter is hardly all of a story.
constexpr size_t kShortText = 600;

// One page that never comes must not keep the pages after it from coming; of a site in trouble, a
// few are enough.
constexpr int kMaxFailures = 3;

// How feeds end a text that goes on elsewhere.
constexpr absl::string_view kEllipses[] = {"…", "...", "[…]", "[...]", "(…)", "(...)"};

bool EndsWithEllipsis(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  return std::any_of(std::begin(kEllipses), std::end(kEllipses),
                     [&](absl::string_view ellipsis) { return absl::EndsWith(text, ellipsis); });
}

// "" if it has none. Without the user info that a feed may want us to send.
std::string PageAddress(const ParsedFeed& feed, const ParsedItem& item) {
  const absl::StatusOr<HopUrl> page = HopUrl::Parse(ResolveUrl(feed.link, item.link).value_or(""));
  return page.ok() ? page->url() : "";
}

const std::string& TextOf(const ParsedItem& item) {
  return item.content.empty() ? item.summary : item.content;
}

// Looking again later may help.
bool MayComeLater(const FetchResponse& response) {
  return response.http_status == 429 || response.http_status >= 500;
}

// The page's text is taken if it is longer; what else the feed lacks comes with it.
void TakeFrom(ParsedItem page, ParsedItem& item) {
  if (!page.error.ok() || page.content.size() <= TextOf(item).size()) return;
  item.content = std::move(page.content);
  if (item.summary.empty()) item.summary = std::move(page.summary);
  if (item.image.empty()) item.image = std::move(page.image);
  if (item.authors.empty()) item.authors = std::move(page.authors);
  if (!item.published) item.published = page.published;
}

}  // namespace

bool IsCutShort(const ParsedItem& item) {
  const std::string& text = TextOf(item);
  if (EndsWithEllipsis(text) || text.size() < kShortText) return true;
  return (item.content.empty() || item.content == item.summary) && IsTeaser(text);
}

uint64_t ItemFingerprint(const ParsedItem& item) {
  uint64_t fingerprint = 0;
  for (const std::string* field :
       {&item.id, &item.link, &item.title, &item.summary, &item.content, &item.image}) {
    fingerprint = FingerprintText(*field, fingerprint);
  }
  for (const auto& time : {item.published, item.updated}) {
    fingerprint = FingerprintText(time ? absl::StrCat(absl::ToUnixNanos(*time)) : "", fingerprint);
  }
  if (item.embargo) {
    fingerprint = FingerprintText(absl::StrCat(absl::ToUnixNanos(*item.embargo)), fingerprint);
  }
  return fingerprint;
}

absl::StatusOr<FullPages::Done> FullPages::Complete(
    const CallContext& call, const std::vector<uint64_t>& known,
    const std::function<absl::Status()>& before_each, ParsedDocument& document) const {
  const absl::flat_hash_set<uint64_t> looked_at(known.begin(), known.end());
  const absl::Time give_up = clock_.Now() + options_.longest;
  Done done;
  int pages = 0;
  int failures = 0;
  for (ParsedItem& item : document.items) {
    done.unchanged.push_back(false);
    const std::string url = PageAddress(document.feed, item);
    if (!item.error.ok() || url.empty() || !IsCutShort(item)) continue;
    const uint64_t fingerprint = ItemFingerprint(item);
    if (looked_at.contains(fingerprint)) {
      done.unchanged.back() = true;
      done.fingerprints.push_back(fingerprint);
      continue;
    }
    if (pages == options_.max_pages || failures == kMaxFailures || clock_.Now() >= give_up) {
      done.more = true;
      continue;
    }
    ++pages;
    RETURN_IF_ERROR(before_each());
    ASSIGN_OR_RETURN(const Outcome outcome, CompleteOne(call, url, item));
    if (outcome == Outcome::kDone) {
      done.fingerprints.push_back(fingerprint);
    } else {
      done.more = true;
      ++failures;
    }
  }
  return done;
}

absl::StatusOr<FullPages::Outcome> FullPages::CompleteOne(const CallContext& call,
                                                          const std::string& url,
                                                          ParsedItem& item) const {
  const absl::StatusOr<FetchResponse> response = Fetch(call, url);
  if (absl::IsCancelled(response.status())) return response.status();
  if (!response.ok()) {
    const bool later =
        absl::IsUnavailable(response.status()) || absl::IsDeadlineExceeded(response.status());
    return later ? Outcome::kTryLater : Outcome::kDone;
  }
  if (MayComeLater(*response)) {
    if (response->retry_after) {
      gate_.CloseUntil(UrlHost(response->final_url),
                       std::min(*response->retry_after, clock_.Now() + HostGate::kLongestClosure));
    }
    return Outcome::kTryLater;
  }
  if (response->http_status != 200 || response->body_incomplete) return Outcome::kDone;
  absl::StatusOr<ParsedDocument> page =
      ReadDocument(response->body, {.url = response->final_url,
                                    .media_type = response->media_type,
                                    .location = response->content_location,
                                    .language = response->content_language,
                                    .max_unpacked_bytes = options_.max_document_bytes});
  if (page.ok() && page->format == DocumentFormat::kHtml && page->items.size() == 1) {
    TakeFrom(std::move(page->items[0]), item);
  }
  return Outcome::kDone;
}

absl::StatusOr<FetchResponse> FullPages::Fetch(const CallContext& call,
                                               const std::string& url) const {
  FetchRequest request;
  request.url = url;
  request.accept = std::string(kAcceptPages);
  request.limits = options_.fetch;
  request.cancelled = [&call] { return call.cancelled(); };
  request.may_fetch = [&](absl::string_view hop) {
    return robots_.MayFetch(hop, request.cancelled);
  };
  RETURN_IF_ERROR(request.may_fetch(url));
  ASSIGN_OR_RETURN(const HostGate::Visit visit, EnterHost(call, url));
  return fetcher_.Fetch(request);
}

absl::StatusOr<HostGate::Visit> FullPages::EnterHost(const CallContext& call,
                                                     const std::string& url) const {
  const std::string host = UrlHost(url);
  const absl::optional<absl::Duration> delay = robots_.CrawlDelay(url);
  if (delay) gate_.SetDelay(host, *delay);
  const absl::Time give_up = clock_.Now() + options_.longest_wait;
  for (;;) {
    HostGate::Entry entry = gate_.TryEnter(host);
    if (entry.visit) return *std::move(entry.visit);
    if (call.cancelled()) return absl::CancelledError("ingestion is stopping");
    if (entry.try_again > give_up) return absl::UnavailableError("the page's host is busy");
    // In short naps, to notice when the call is cancelled.
    absl::SleepFor(std::min(entry.try_again - clock_.Now(), absl::Milliseconds(100)));
  }
}

}  // namespace akin
