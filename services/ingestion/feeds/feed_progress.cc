#include "services/ingestion/feeds/feed_progress.h"

#include <algorithm>
#include <vector>

#include "common/text/unicode.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

constexpr size_t kMaxMovedUrlBytes = 4'096;
constexpr size_t kMaxTitleBytes = 500;
constexpr size_t kMaxErrorBytes = 1'000;
constexpr size_t kMaxValidatorBytes = 2'048;
constexpr int kFailuresUntilOldAddress = 3;

constexpr double kJitter = 0.1;
// More: what fails together, with a host or a line, should not come back together.
constexpr double kBackOffJitter = 0.25;

absl::optional<absl::Duration> MinInterval(const FeedRecord& feed) {
  if (!feed.settings().has_min_interval()) return absl::nullopt;
  return FromProto(feed.settings().min_interval());
}

absl::optional<absl::Duration> MaxAge(const FetchResponse& response, absl::Time now) {
  if (response.max_age || !response.expires) return response.max_age;
  return *response.expires - now;
}

PollWishes WishesOf(const FeedRecord& feed, const FeedProgress& progress,
                    const FetchResponse& response, absl::Time now) {
  PollWishes wishes;
  wishes.max_age = MaxAge(response, now);
  wishes.min_interval = MinInterval(feed);
  if (progress.has_rhythm()) wishes.rhythm = FromProto(progress.rhythm());
  if (progress.has_newest_item_time()) {
    wishes.silence = now - FromProto(progress.newest_item_time());
  }
  if (progress.has_update_interval()) {
    wishes.update_interval = FromProto(progress.update_interval());
  }
  return wishes;
}

// A validator that is too long to keep would be worth nothing cut.
void SetValidator(const std::string& value, std::string& out) {
  out = value.size() <= kMaxValidatorBytes ? value : "";
}

void FollowMove(const FetchResponse& response, const FeedSettings& settings,
                FeedProgress& progress) {
  const std::string& moved = response.moved_to_url;
  if (moved.empty() || moved.size() > kMaxMovedUrlBytes || !IsValidUtf8(moved)) return;
  progress.set_moved_to_url(moved == settings.url() ? "" : moved);
}

void AddCounts(const storage::v1::FeedCounts& counts, storage::v1::FeedCounts& total) {
  total.set_seen(total.seen() + counts.seen());
  total.set_created(total.created() + counts.created());
  total.set_revised(total.revised() + counts.revised());
  total.set_failed(total.failed() + counts.failed());
}

void SetRhythm(const ParsedDocument& document, absl::Time now, FeedProgress& progress) {
  std::vector<absl::Time> times;
  for (const ParsedItem& item : document.items) {
    const absl::optional<absl::Time> time = item.published ? item.published : item.updated;
    if (time && *time <= now) times.push_back(*time);
  }
  progress.clear_newest_item_time();
  if (!times.empty()) {
    *progress.mutable_newest_item_time() = ToProto(*std::max_element(times.begin(), times.end()));
  }
  progress.clear_rhythm();
  const absl::optional<absl::Duration> gap = MedianGap(std::move(times), now);
  if (gap) *progress.mutable_rhythm() = ToProto(*gap);
  progress.clear_update_interval();
  if (document.feed.update_interval) {
    *progress.mutable_update_interval() = ToProto(*document.feed.update_interval);
  }
}

FeedProgress Succeeded(const FeedRecord& feed, const FetchResponse& response, absl::Time now) {
  FeedProgress progress = feed.progress();
  *progress.mutable_last_poll_time() = ToProto(now);
  *progress.mutable_last_success_time() = ToProto(now);
  progress.clear_last_error();
  progress.clear_consecutive_failures();
  progress.clear_gone();
  FollowMove(response, feed.settings(), progress);
  return progress;
}

PolledFeed AtItsInterval(const FeedRecord& feed, FeedProgress progress,
                         const FetchResponse& response, absl::Time now,
                         const ScheduleLimits& limits) {
  const absl::Duration interval = PollInterval(WishesOf(feed, progress, response, now), limits);
  *progress.mutable_interval() = ToProto(interval);
  return {std::move(progress), WithJitter(interval, kJitter, feed.name(), now)};
}

FeedProgress Failed(const FeedRecord& feed, absl::string_view error, absl::Time now) {
  FeedProgress progress = feed.progress();
  *progress.mutable_last_poll_time() = ToProto(now);
  progress.set_last_error(std::string(TruncateText(ToNfc(error), kMaxErrorBytes)));
  progress.set_consecutive_failures(progress.consecutive_failures() + 1);
  return progress;
}

}  // namespace

const std::string& PollUrl(const FeedRecord& feed) {
  const std::string& moved = feed.progress().moved_to_url();
  return moved.empty() ? feed.settings().url() : moved;
}

PolledFeed AfterContent(const FeedRecord& feed, const FetchResponse& response,
                        const ParsedDocument& document, absl::string_view format,
                        const storage::v1::FeedCounts& counts, absl::Time now,
                        const ScheduleLimits& limits) {
  FeedProgress progress = Succeeded(feed, response, now);
  SetValidator(response.etag, *progress.mutable_http_etag());
  SetValidator(response.last_modified, *progress.mutable_http_last_modified());
  progress.set_title(std::string(TruncateText(document.feed.title, kMaxTitleBytes)));
  progress.set_format(std::string(format));
  *progress.mutable_last_poll() = counts;
  AddCounts(counts, *progress.mutable_total());
  SetRhythm(document, now, progress);
  return AtItsInterval(feed, std::move(progress), response, now, limits);
}

PolledFeed AfterNotModified(const FeedRecord& feed, const FetchResponse& response, absl::Time now,
                            const ScheduleLimits& limits) {
  FeedProgress progress = Succeeded(feed, response, now);
  if (!response.etag.empty()) SetValidator(response.etag, *progress.mutable_http_etag());
  if (!response.last_modified.empty()) {
    SetValidator(response.last_modified, *progress.mutable_http_last_modified());
  }
  return AtItsInterval(feed, std::move(progress), response, now, limits);
}

PolledFeed AfterGone(const FeedRecord& feed, absl::Time now) {
  FeedProgress progress =
      Failed(feed, "the publisher says that the feed is gone for good (410)", now);
  progress.set_gone(true);
  return {std::move(progress), absl::nullopt};
}

PolledFeed AfterFailure(const FeedRecord& feed, absl::string_view error,
                        absl::optional<absl::Duration> retry_after, absl::Time now,
                        const ScheduleLimits& limits) {
  FeedProgress progress = Failed(feed, error, now);
  const int failures = progress.consecutive_failures();
  if (failures >= kFailuresUntilOldAddress && !progress.moved_to_url().empty()) {
    progress.clear_moved_to_url();
    progress.clear_http_etag();
    progress.clear_http_last_modified();
  }
  const absl::Duration delay = BackOff(failures, retry_after, MinInterval(feed), limits);
  return {std::move(progress), WithJitter(delay, kBackOffJitter, feed.name(), now)};
}

}  // namespace akin
