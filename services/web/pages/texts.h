#ifndef AKIN_SERVICES_WEB_PAGES_TEXTS_H_
#define AKIN_SERVICES_WEB_PAGES_TEXTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "akin/news/v1/article.pb.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "google/protobuf/timestamp.pb.h"

// What names, times and enums are to a reader. Plain functions, thread-safe.
namespace akin {

// "example.com" of "sources/example.com".
std::string IdOf(absl::string_view name);

// "14 September 2026, 08:00 CEST"; "" if unset.
std::string TimeText(const google::protobuf::Timestamp& time, absl::TimeZone zone);
// "14 Sep, 08:00"; with the year if it is another than that of `now`.
std::string ShortTimeText(const google::protobuf::Timestamp& time, absl::Time now,
                          absl::TimeZone zone);
// As programs read it, RFC 3339 in UTC; "" if unset.
std::string MachineTime(const google::protobuf::Timestamp& time);
// Publication, else the update, else when it was stored.
const google::protobuf::Timestamp& TimeOf(const news::v1::Article& article);
// Whether its publisher says that it was updated after it was published.
bool IsUpdated(const news::v1::Article& article);

// The value of a `lang` attribute: "" where the language is not known.
std::string LangOf(absl::string_view language);
// "rtl" for languages written from right to left, else "ltr".
std::string DirectionOf(absl::string_view language);
// "German" of "de"; the tag itself where it has no name here.
std::string LanguageName(absl::string_view tag);

// "Follow-up"; "" for what is not set.
std::string RelationName(recommendation::v1::Relation relation);
// Why a hit is listed, in words.
std::string ReasonWords(const recommendation::v1::Reason& reason);

// "1 report", "3 reports".
std::string Counted(int64_t count, absl::string_view one, absl::string_view many);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_TEXTS_H_
