#include "services/akin/commands/feed_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"

namespace akin {
namespace {

using ingestion::v1::Feed;
using ingestion::v1::FeedItemCounts;
using ingestion::v1::FeedState;

absl::string_view StateWord(FeedState state) {
  switch (state) {
    case ingestion::v1::FEED_STATE_ACTIVE:
      return "active";
    case ingestion::v1::FEED_STATE_PAUSED:
      return "paused";
    case ingestion::v1::FEED_STATE_FAILING:
      return "failing";
    case ingestion::v1::FEED_STATE_GONE:
      return "gone";
    default:
      return "unknown";
  }
}

Style StateStyle(FeedState state) {
  if (state == ingestion::v1::FEED_STATE_ACTIVE) return Style::kGreen;
  return state == ingestion::v1::FEED_STATE_PAUSED ? Style::kDim : Style::kYellow;
}

std::string OrNever(bool has, const google::protobuf::Timestamp& time) {
  return has ? TimeText(time) : "never";
}

std::string CountsText(const FeedItemCounts& counts) {
  std::string text = absl::StrCat(counts.seen(), " seen, ", counts.created(), " new, ",
                                  counts.revised(), " revised");
  if (counts.failed() > 0) absl::StrAppend(&text, ", ", counts.failed(), " failed");
  return text;
}

std::string PollTimes(const Feed& feed) {
  std::string text =
      absl::StrCat("polled ", OrNever(feed.has_last_poll_time(), feed.last_poll_time()));
  if (feed.has_next_poll_time()) absl::StrAppend(&text, ", next ", TimeText(feed.next_poll_time()));
  if (feed.has_poll_interval()) {
    absl::StrAppend(&text, ", every ", DurationText(feed.poll_interval()));
  }
  return text;
}

}  // namespace

void PrintFeed(Output& out, const Feed& feed) {
  out.Line(absl::StrCat(out.Styled(Style::kBold, feed.url()), "  ",
                        out.Styled(StateStyle(feed.state()), StateWord(feed.state()))));
  if (feed.current_url() != feed.url()) {
    out.Line(absl::StrCat("  has moved to ", feed.current_url()));
  }
  if (!feed.title().empty()) out.Wrapped(absl::StrCat(feed.title(), " (", feed.format(), ")"), 2);
  out.Line(absl::StrCat("  ", PollTimes(feed)));
  if (!feed.last_error().empty()) {
    out.Wrapped(
        absl::StrCat("last good ", OrNever(feed.has_last_success_time(), feed.last_success_time()),
                     "; failed ", feed.consecutive_failures(), "×: ", feed.last_error()),
        2);
  }
  out.Line(absl::StrCat("  items: ", CountsText(feed.total_items())));
  if (!feed.source().empty()) out.Line(absl::StrCat("  source: ", BareId(feed.source())));
  if (feed.fetch_full_pages()) out.Line("  fetches full pages");
  out.Line(out.Styled(Style::kDim, absl::StrCat("  ", feed.name())));
}

std::vector<std::string> FeedTableHead() {
  return {"feed", "state", "last good poll", "next poll", "items", "new", "revised", "failures"};
}

std::vector<std::string> FeedRow(const Feed& feed) {
  return {feed.url(),
          std::string(StateWord(feed.state())),
          OrNever(feed.has_last_success_time(), feed.last_success_time()),
          OrNever(feed.has_next_poll_time(), feed.next_poll_time()),
          absl::StrCat(feed.total_items().seen()),
          absl::StrCat(feed.total_items().created()),
          absl::StrCat(feed.total_items().revised()),
          absl::StrCat(feed.consecutive_failures())};
}

std::string FetchedText(const ingestion::v1::FetchFeedResponse& fetched) {
  std::map<std::string, int> counts;
  for (const auto& result : fetched.results()) {
    ++counts[result.has_error()                                            ? "failed"
             : result.outcome() == ingestion::v1::INGEST_OUTCOME_CREATED   ? "new"
             : result.outcome() == ingestion::v1::INGEST_OUTCOME_REVISED   ? "revised"
             : result.outcome() == ingestion::v1::INGEST_OUTCOME_WITHDRAWN ? "withdrawn"
             : result.outcome() == ingestion::v1::INGEST_OUTCOME_EMBARGOED ? "held back"
                                                                           : "unchanged"];
  }
  if (counts.empty()) return "nothing new";
  return absl::StrJoin(counts, ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, " ", count.first);
  });
}

}  // namespace akin
