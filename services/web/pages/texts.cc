#include "services/web/pages/texts.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

using google::protobuf::Timestamp;

bool IsSet(const Timestamp& time) { return time.seconds() != 0 || time.nanos() != 0; }

}  // namespace

std::string IdOf(absl::string_view name) {
  return std::string(name.substr(name.find('/') + 1));  // npos + 1 is 0: all of it
}

std::string TimeText(const Timestamp& time, absl::TimeZone zone) {
  return IsSet(time) ? absl::FormatTime("%-d %B %Y, %H:%M %Z", FromProto(time), zone) : "";
}

std::string ShortTimeText(const Timestamp& time, absl::Time now, absl::TimeZone zone) {
  if (!IsSet(time)) return "";
  const absl::Time at = FromProto(time);
  const bool this_year = zone.At(at).cs.year() == zone.At(now).cs.year();
  return absl::FormatTime(this_year ? "%-d %b, %H:%M" : "%-d %b %Y", at, zone);
}

std::string MachineTime(const Timestamp& time) {
  return IsSet(time) ? absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", FromProto(time), absl::UTCTimeZone())
                     : "";
}

const Timestamp& TimeOf(const news::v1::Article& article) {
  if (article.has_publish_time()) return article.publish_time();
  return article.has_update_time() ? article.update_time() : article.create_time();
}

bool IsUpdated(const news::v1::Article& article) {
  return article.has_update_time() &&
         (!article.has_publish_time() ||
          FromProto(article.update_time()) > FromProto(article.publish_time()));
}

std::string LangOf(absl::string_view language) {
  return language == "und" ? "" : std::string(language);
}

std::string DirectionOf(absl::string_view language) {
  const icu::Locale locale = icu::Locale::createCanonical(std::string(language).c_str());
  return !language.empty() && locale.isRightToLeft() ? "rtl" : "ltr";
}

std::string LanguageName(absl::string_view tag) {
  if (tag.empty() || tag == "und") return "Language unknown";
  UErrorCode error = U_ZERO_ERROR;
  const icu::Locale locale = icu::Locale::forLanguageTag(std::string(tag), error);
  icu::UnicodeString name;
  locale.getDisplayName(icu::Locale::getEnglish(), name);
  std::string out;
  name.toUTF8String(out);
  return U_FAILURE(error) || out.empty() ? std::string(tag) : out;
}

std::string RelationName(recommendation::v1::Relation relation) {
  switch (relation) {
    case recommendation::v1::RELATION_SAME_STORY:
      return "Same story";
    case recommendation::v1::RELATION_FOLLOW_UP:
      return "Follow-up";
    case recommendation::v1::RELATION_BACKGROUND:
      return "Background";
    case recommendation::v1::RELATION_SAME_TOPIC:
      return "Same topic";
    default:
      return "";
  }
}

std::string ReasonWords(const recommendation::v1::Reason& reason) {
  return reason.plugin().empty() ? reason.text()
                                 : absl::StrCat(reason.plugin(), ": ", reason.text());
}

std::string Counted(int64_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

}  // namespace akin
