#include "services/recommendation/events/event_check.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/errors.h"
#include "common/status/shown.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

using recommendation::v1::SimilarEvent;

constexpr int kMaxEvents = 1000;
constexpr size_t kMaxTextBytes = 100;
constexpr size_t kMaxArticleBytes = 300;  // "articles/" and an id of up to 256 characters
constexpr int kMaxPlace = 1000;
constexpr absl::Duration kMaxAhead = absl::Minutes(5);
constexpr absl::Duration kMaxBehind = absl::Hours(7 * 24);
constexpr absl::Duration kMaxDwell = absl::Hours(24);

absl::Status CheckText(absl::string_view field, absl::string_view text, bool wanted) {
  if (wanted && text.empty()) return InvalidField(field, "empty");
  if (text.size() <= kMaxTextBytes) return absl::OkStatus();
  return InvalidField(field, absl::StrCat(text.size(), " bytes, want at most ", kMaxTextBytes));
}

absl::Status CheckArticle(absl::string_view field, absl::string_view name) {
  constexpr absl::string_view kPrefix = "articles/";
  if (absl::StartsWith(name, kPrefix) && name.size() > kPrefix.size() &&
      name.size() <= kMaxArticleBytes) {
    return absl::OkStatus();
  }
  return InvalidField(field, absl::StrCat("\"", Shown(name), "\", want articles/{id}"));
}

absl::Status CheckType(absl::string_view field, const SimilarEvent& event) {
  if (event.type() != recommendation::v1::SIMILAR_EVENT_TYPE_UNSPECIFIED &&
      recommendation::v1::SimilarEventType_IsValid(event.type())) {
    return absl::OkStatus();
  }
  return InvalidField(field, absl::StrCat(event.type(), ", want IMPRESSION, CLICK, HIDE or DWELL"));
}

absl::Status CheckPlace(absl::string_view field, int place) {
  if (place >= 1 && place <= kMaxPlace) return absl::OkStatus();
  return InvalidField(field, absl::StrCat(place, ", want 1 to ", kMaxPlace));
}

absl::Status CheckTime(absl::string_view field, const SimilarEvent& event, absl::Time now) {
  if (!event.has_time()) return absl::OkStatus();
  if (!IsValidTimestamp(event.time())) return InvalidField(field, "not a time");
  const absl::Time time = FromProto(event.time());
  if (time > now + kMaxAhead) return InvalidField(field, "more than 5 minutes ahead of the server");
  if (time < now - kMaxBehind) return InvalidField(field, "more than 7 days ago");
  return absl::OkStatus();
}

absl::Status CheckDwell(absl::string_view field, const SimilarEvent& event) {
  const bool is_dwell = event.type() == recommendation::v1::SIMILAR_EVENT_TYPE_DWELL;
  if (event.has_dwell_time() != is_dwell) {
    return InvalidField(field, is_dwell ? "unset, wanted of DWELL" : "set, only DWELL has it");
  }
  const absl::Duration dwell = FromProto(event.dwell_time());
  if (dwell >= absl::ZeroDuration() && dwell <= kMaxDwell) return absl::OkStatus();
  return InvalidField(field, "want 0 s to 1 day");
}

absl::Status CheckEvent(const std::string& field, const SimilarEvent& event, absl::Time now) {
  RETURN_IF_ERROR(CheckText(absl::StrCat(field, ".event_id"), event.event_id(), true));
  RETURN_IF_ERROR(CheckType(absl::StrCat(field, ".type"), event));
  RETURN_IF_ERROR(CheckArticle(absl::StrCat(field, ".seed"), event.seed()));
  RETURN_IF_ERROR(CheckArticle(absl::StrCat(field, ".article"), event.article()));
  RETURN_IF_ERROR(CheckPlace(absl::StrCat(field, ".place"), event.place()));
  RETURN_IF_ERROR(CheckText(absl::StrCat(field, ".pipeline"), event.pipeline(), false));
  RETURN_IF_ERROR(CheckText(absl::StrCat(field, ".arm"), event.arm(), false));
  RETURN_IF_ERROR(CheckTime(absl::StrCat(field, ".time"), event, now));
  RETURN_IF_ERROR(CheckDwell(absl::StrCat(field, ".dwell_time"), event));
  return CheckText(absl::StrCat(field, ".list_id"), event.list_id(), false);
}

}  // namespace

absl::Status CheckEvents(const google::protobuf::RepeatedPtrField<SimilarEvent>& events,
                         absl::Time now) {
  if (events.empty() || events.size() > kMaxEvents) {
    return InvalidField("events", absl::StrCat(events.size(), ", want 1 to ", kMaxEvents));
  }
  for (int i = 0; i < events.size(); ++i) {
    RETURN_IF_ERROR(CheckEvent(absl::StrCat("events[", i, "]"), events[i], now));
  }
  return absl::OkStatus();
}

}  // namespace akin
