#ifndef AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_
#define AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "akin/recommendation/v1/recommendation_service.pb.h"

namespace akin {

// "RELATION_SAME_STORY" without "RELATION_": "same story".
std::string EnumWords(absl::string_view enum_name, absl::string_view prefix);

// "follow-up"; empty if unspecified.
std::string RelationText(recommendation::v1::Relation relation);

// The service's own words, else the kind of reason and its terms.
std::string ReasonText(const recommendation::v1::Reason& reason);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_
