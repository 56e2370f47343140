#ifndef AKIN_SERVICES_RECOMMENDATION_SERVICE_REASON_TEXT_H_
#define AKIN_SERVICES_RECOMMENDATION_SERVICE_REASON_TEXT_H_

#include <vector>

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/recommendation/domain/similar.h"

namespace akin {

// The reason with at most 5 terms and a sentence for people.
recommendation::v1::Reason FromEngineReason(const Reason& reason);

// Every feature under the name that the API shows.
std::vector<recommendation::v1::Feature> FromEngineFeatures(const PairFeatures& features);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_SERVICE_REASON_TEXT_H_
