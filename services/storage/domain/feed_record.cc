#include "services/storage/domain/feed_record.h"

#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/time/proto_time.h"

namespace akin {

FeedRecord NewFeed(absl::string_view name, const FeedSettings& settings, absl::Time now) {
  FeedRecord feed;
  feed.set_name(std::string(name));
  *feed.mutable_create_time() = ToProto(now);
  feed.set_settings_version(1);
  *feed.mutable_settings() = settings;
  if (!settings.paused()) *feed.mutable_next_poll_time() = ToProto(now);
  return feed;
}

FeedRecord AfterUpdate(FeedRecord before, const FeedSettings& settings, bool poll_now,
                       absl::Time now) {
  FeedRecord after = before;
  after.set_settings_version(before.settings_version() + 1);
  *after.mutable_settings() = settings;
  if (settings.paused()) {
    after.clear_next_poll_time();
  } else if (before.settings().paused() || poll_now) {
    after.mutable_progress()->set_gone(false);
    *after.mutable_next_poll_time() = ToProto(now);
  }
  return after;
}

FeedRecord AfterPoll(FeedRecord before, const FeedProgress& progress,
                     absl::optional<absl::Duration> next_poll_delay, absl::Time now) {
  FeedRecord after = std::move(before);
  *after.mutable_progress() = progress;
  after.clear_next_poll_time();
  if (next_poll_delay && !after.settings().paused()) {
    *after.mutable_next_poll_time() = ToProto(now + *next_poll_delay);
  }
  return after;
}

bool IsDue(const FeedRecord& feed, absl::Time now) {
  return feed.has_next_poll_time() && FromProto(feed.next_poll_time()) <= now;
}

absl::Status UnknownFeed(absl::string_view name) {
  return ErrorWithReason(absl::StatusCode::kNotFound, "FEED_NOT_FOUND",
                         absl::StrCat(Shown(name), ": no such feed"));
}

}  // namespace akin
