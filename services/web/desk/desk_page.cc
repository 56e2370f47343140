#include "services/web/desk/desk_page.h"

#include <ctemplate/template.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/time/proto_time.h"
#include "services/web/pages/template.h"
#include "services/web/pages/texts.h"

namespace akin {
namespace {

using ctemplate::TemplateDictionary;
using ingestion::v1::Feed;

// "catching up" of "SERVING_STATE_CATCHING_UP".
std::string Words(absl::string_view enum_name, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(enum_name, prefix)),
                             {{"_", " "}});
}

std::string CacheText(const news::v1::ServiceStatus& status) {
  const int64_t asked = status.cache_hits() + status.cache_misses();
  if (asked == 0) return status.shared_cache();
  return absl::StrFormat("%s, %d %% of %d from the cache", status.shared_cache(),
                         status.cache_hits() * 100 / asked, asked);
}

void AddService(const news::v1::ServiceStatus& status, TemplateDictionary& values) {
  TemplateDictionary& row = *values.AddSectionDictionary("SERVICE");
  row.SetValue("SERVICE_NAME", status.service());
  row.SetValue("STATE", Words(news::v1::ServingState_Name(status.state()), "SERVING_STATE_"));
  row.SetValue("REVISION",
               absl::StrCat(status.applied_revision(), " of ", status.newest_revision()));
  row.SetValue("LAG",
               absl::FormatDuration(absl::Trunc(FromProto(status.lag()), absl::Milliseconds(1))));
  row.SetValue("ARTICLES", absl::StrCat(status.article_count()));
  row.SetValue("CACHE", CacheText(status));
}

void AddServers(const DeskNews& news, TemplateDictionary& values) {
  for (const auto& [name, answer] : news.servers) {
    if (answer.ok()) {
      for (const auto& status : answer->services()) AddService(status, values);
      continue;
    }
    TemplateDictionary& row = *values.AddSectionDictionary("SERVICE");
    row.SetValue("SERVICE_NAME", name);
    row.SetValue("STATE", std::string(answer.status().message()));
  }
}

void AddAct(const char* act, const char* name, TemplateDictionary& row) {
  TemplateDictionary& button = *row.AddSectionDictionary("ACT");
  button.SetValue("ACT_KEY", act);
  button.SetValue("ACT_NAME", name);
}

void AddFeed(const PageContext& context, const Feed& feed, TemplateDictionary& values) {
  TemplateDictionary& row = *values.AddSectionDictionary("FEED");
  row.SetValue("FEED_ID", IdOf(feed.name()));
  row.SetValue("FEED_TITLE", feed.title().empty() ? feed.url() : feed.title());
  row.SetValue("FEED_URL", feed.url());
  row.SetValue("FEED_STATE", Words(ingestion::v1::FeedState_Name(feed.state()), "FEED_STATE_"));
  row.SetValueAndShowSection("FEED_ERROR", feed.last_error(), "FEED_ERROR_PART");
  row.SetValue("LAST_POLL", TimeText(feed.last_success_time(), context.zone));
  row.SetValue("NEXT_POLL", TimeText(feed.next_poll_time(), context.zone));
  row.SetValue("ITEMS",
               absl::StrCat(feed.total_items().created(), " new, ", feed.total_items().revised(),
                            " revised, ", feed.total_items().failed(), " failed"));
  AddAct("poll", "Poll now", row);
  feed.paused() ? AddAct("resume", "Resume", row) : AddAct("pause", "Pause", row);
  AddAct("delete", "End", row);
}

void AddFeeds(const PageContext& context, const DeskNews& news, TemplateDictionary& values) {
  if (!news.feeds.ok())
    return values.SetValueAndShowSection("FEEDS_NOTE", std::string(news.feeds.status().message()),
                                         "FEEDS_NOTE_PART");
  if (news.feeds->feeds().empty())
    values.SetValueAndShowSection("FEEDS_NOTE", "No feed is subscribed to.", "FEEDS_NOTE_PART");
  for (const Feed& feed : news.feeds->feeds()) AddFeed(context, feed, values);
}

std::string WholeDocument(const PageContext& context, const std::string& body) {
  TemplateDictionary values("desk frame");
  values.SetValue("SITE", context.site);
  return absl::StrCat(Expand("desk_head", values), body, Expand("desk_foot", values));
}

}  // namespace

std::string DeskPage(const PageContext& context, const DeskNews& news) {
  TemplateDictionary values("desk");
  values.SetTemplateGlobalValue("TOKEN", news.token);
  values.SetValueAndShowSection("NOTICE", news.notice, "NOTICE_PART");
  AddServers(news, values);
  AddFeeds(context, news, values);
  return WholeDocument(context, Expand("desk", values));
}

std::string ExplainPage(const PageContext& context,
                        const recommendation::v1::ExplainSimilarityRequest& asked,
                        const recommendation::v1::ExplainSimilarityResponse& explained) {
  TemplateDictionary values("explain");
  values.SetValue("ARTICLE", asked.article());
  values.SetValue("OTHER", asked.other());
  values.SetValue("SIMILARITY", absl::StrFormat("%.3f", explained.similarity()));
  values.SetValue("DUPLICATE", absl::StrFormat("%.3f", explained.duplicate_score()));
  values.SetValue("RELATION", RelationName(explained.relation()));
  values.SetValue("PLACE", explained.rank() > 0 ? absl::StrCat("place ", explained.rank())
                                                : explained.not_shown_because());
  for (const auto& reason : explained.reasons())
    values.AddSectionDictionary("REASON")->SetValue("REASON_TEXT", ReasonWords(reason));
  for (const auto& feature : explained.features()) {
    TemplateDictionary& row = *values.AddSectionDictionary("FEATURE");
    row.SetValue("FEATURE_NAME", feature.name());
    row.SetValue("VALUE", absl::StrFormat("%.4f", feature.value()));
    row.SetValue("CONTRIBUTION", absl::StrFormat("%.4f", feature.contribution()));
  }
  return WholeDocument(context, Expand("explain", values));
}

}  // namespace akin
