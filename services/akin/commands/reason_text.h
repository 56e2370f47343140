#ifndef AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_
#define AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_

#include <string>

#include "akin/recommendation/v1/recommendation_service.pb.h"

namespace akin {

// "follow-up"; empty if unspecified.
std::string RelationText(recommendation::v1::Relation relation);

// The service's own words, else the kind of reason and its terms.
std::string ReasonText(const recommendation::v1::Reason& reason);

}  // namespace akin

#endif  // AKIN_SERVICES_AKIN_COMMANDS_REASON_TEXT_H_
