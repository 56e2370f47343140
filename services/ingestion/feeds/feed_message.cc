#include "services/ingestion/feeds/feed_message.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "common/url/typed_url.h"
#include "common/url/url.h"
#include "services/ingestion/domain/identity.h"
#include "services/ingestion/feeds/feed_progress.h"

namespace akin {

using ingestion::v1::Feed;
using ingestion::v1::FeedItemCounts;
using ingestion::v1::UpdateFeedRequest;

namespace {

constexpr size_t kMaxUrlBytes = 4'096;
constexpr size_t kMaxSourceBytes = 256;
constexpr size_t kMaxIdBytes = 256;
constexpr absl::Duration kMaxMinInterval = absl::Hours(24 * 30);

constexpr absl::string_view kSettable[] = {"source", "min_interval", "paused", "fetch_full_pages"};

bool IsSettable(absl::string_view path) {
  return std::find(std::begin(kSettable), std::end(kSettable), path) != std::end(kSettable);
}

// Between "//" and the path.
absl::string_view Authority(absl::string_view url) {
  const size_t begin = url.find("//");
  if (begin == absl::string_view::npos) return "";
  url.remove_prefix(begin + 2);
  return url.substr(0, url.find_first_of("/?#"));
}

absl::StatusOr<std::string> AddressOf(const Feed& feed) {
  const std::string url = ReadTypedUrl(feed.url()).value_or("");
  if (UrlHost(url).empty()) return InvalidField("feed.url", "want an http or https address");
  if (url.size() > kMaxUrlBytes) {
    return InvalidField("feed.url",
                        absl::StrCat(url.size(), " bytes, want at most ", kMaxUrlBytes));
  }
  if (absl::StrContains(Authority(url), "@")) {
    return InvalidField("feed.url", "want an address without user name and password");
  }
  return url.substr(0, url.find('#'));
}

absl::Status CheckSource(const std::string& source) {
  if (source.empty()) return absl::OkStatus();
  absl::string_view id = source;
  const bool named = absl::ConsumePrefix(&id, "sources/") && !id.empty();
  const bool plain = std::none_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isspace(c) || absl::ascii_iscntrl(c);
  });
  if (named && plain && source.size() <= kMaxSourceBytes) return absl::OkStatus();
  return InvalidField("feed.source", absl::StrCat("want sources/{host or id}, at most ",
                                                  kMaxSourceBytes, " bytes, without white space"));
}

absl::Status CheckMinInterval(const Feed& feed) {
  const absl::Duration interval = FromProto(feed.min_interval());
  if (interval >= absl::ZeroDuration() && interval <= kMaxMinInterval) return absl::OkStatus();
  return InvalidField("feed.min_interval",
                      absl::StrCat(absl::FormatDuration(interval), ", want 0 to 30 days"));
}

absl::Status CheckSettable(const Feed& feed) {
  RETURN_IF_ERROR(CheckSource(feed.source()));
  return CheckMinInterval(feed);
}

void SetField(absl::string_view path, const Feed& feed, FeedSettings& settings) {
  if (path == "source") settings.set_source(feed.source());
  if (path == "paused") settings.set_paused(feed.paused());
  if (path == "fetch_full_pages") settings.set_fetch_full_pages(feed.fetch_full_pages());
  if (path == "min_interval") {
    settings.clear_min_interval();
    if (feed.has_min_interval()) *settings.mutable_min_interval() = feed.min_interval();
  }
}

// AIP-134: without a mask, the fields that are set.
std::vector<std::string> SetPaths(const Feed& feed) {
  std::vector<std::string> paths;
  if (!feed.source().empty()) paths.push_back("source");
  if (feed.has_min_interval()) paths.push_back("min_interval");
  if (feed.paused()) paths.push_back("paused");
  if (feed.fetch_full_pages()) paths.push_back("fetch_full_pages");
  return paths;
}

absl::StatusOr<std::vector<std::string>> PathsOf(const UpdateFeedRequest& request) {
  if (!request.has_update_mask()) return SetPaths(request.feed());
  std::vector<std::string> paths;
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "*") return std::vector<std::string>(std::begin(kSettable), std::end(kSettable));
    if (Feed::descriptor()->FindFieldByName(path) == nullptr) {
      return InvalidField("update_mask", absl::StrCat("\"", Shown(path), "\" is no field of a feed"));
    }
    if (IsSettable(path)) paths.push_back(path);
  }
  return paths;
}

bool Mentions(const UpdateFeedRequest& request, absl::string_view field) {
  const auto& paths = request.update_mask().paths();
  return std::find(paths.begin(), paths.end(), field) != paths.end();
}

// The URL may be repeated, in any spelling.
absl::Status CheckSameUrl(const FeedSettings& settings, const UpdateFeedRequest& request) {
  const bool said = !request.feed().url().empty() || Mentions(request, "url");
  if (!said || FeedId(request.feed().url()) == FeedId(settings.url())) return absl::OkStatus();
  return InvalidField("feed.url", "cannot be changed, subscribe to the other address instead");
}

ingestion::v1::FeedState StateOf(const FeedRecord& record) {
  if (record.settings().paused()) return ingestion::v1::FEED_STATE_PAUSED;
  if (record.progress().gone()) return ingestion::v1::FEED_STATE_GONE;
  return record.progress().consecutive_failures() > 0 ? ingestion::v1::FEED_STATE_FAILING
                                                      : ingestion::v1::FEED_STATE_ACTIVE;
}

FeedItemCounts ToCounts(const storage::v1::FeedCounts& counts) {
  FeedItemCounts out;
  out.set_seen(counts.seen());
  out.set_created(counts.created());
  out.set_revised(counts.revised());
  out.set_failed(counts.failed());
  return out;
}

void ShowProgress(const FeedProgress& progress, Feed& feed) {
  if (progress.has_last_poll_time()) *feed.mutable_last_poll_time() = progress.last_poll_time();
  if (progress.has_last_success_time()) {
    *feed.mutable_last_success_time() = progress.last_success_time();
  }
  feed.set_last_error(progress.last_error());
  feed.set_consecutive_failures(progress.consecutive_failures());
  if (progress.has_interval()) *feed.mutable_poll_interval() = progress.interval();
  feed.set_title(progress.title());
  feed.set_format(progress.format());
  *feed.mutable_last_poll_items() = ToCounts(progress.last_poll());
  *feed.mutable_total_items() = ToCounts(progress.total());
}

}  // namespace

Feed ToFeed(const FeedRecord& record) {
  const FeedSettings& settings = record.settings();
  Feed feed;
  feed.set_name(record.name());
  feed.set_url(settings.url());
  feed.set_source(settings.source());
  if (settings.has_min_interval()) *feed.mutable_min_interval() = settings.min_interval();
  feed.set_paused(settings.paused());
  feed.set_fetch_full_pages(settings.fetch_full_pages());
  feed.set_state(StateOf(record));
  feed.set_current_url(PollUrl(record));
  if (record.has_next_poll_time()) *feed.mutable_next_poll_time() = record.next_poll_time();
  *feed.mutable_create_time() = record.create_time();
  feed.set_etag(FeedEtag(record));
  ShowProgress(record.progress(), feed);
  return feed;
}

absl::StatusOr<FeedSettings> NewFeedSettings(const Feed& feed) {
  FeedSettings settings;
  ASSIGN_OR_RETURN(*settings.mutable_url(), AddressOf(feed));
  RETURN_IF_ERROR(CheckSettable(feed));
  for (absl::string_view path : kSettable) SetField(path, feed, settings);
  return settings;
}

absl::StatusOr<FeedSettings> UpdatedFeedSettings(FeedSettings settings,
                                                 const UpdateFeedRequest& request) {
  RETURN_IF_ERROR(CheckSameUrl(settings, request));
  RETURN_IF_ERROR(CheckSettable(request.feed()));
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, PathsOf(request));
  for (const std::string& path : paths) SetField(path, request.feed(), settings);
  return settings;
}

bool AsksForPoll(const UpdateFeedRequest& request) {
  return Mentions(request, "paused") && !request.feed().paused();
}

std::string FeedEtag(const FeedRecord& record) { return absl::StrCat(record.settings_version()); }

absl::Status CheckFeedName(absl::string_view name, absl::string_view field) {
  absl::string_view id = name;
  const bool named = absl::ConsumePrefix(&id, "feeds/") && !id.empty() && id.size() <= kMaxIdBytes;
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("-._~:@", c);
  });
  if (named && plain) return absl::OkStatus();
  return InvalidField(field, "want feeds/{id}");
}

}  // namespace akin
