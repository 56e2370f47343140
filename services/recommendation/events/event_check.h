#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_CHECK_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_CHECK_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "akin/recommendation/v1/similar_event.pb.h"

namespace akin {

// OK, or INVALID_ARGUMENT that names the first field that is not as similar_event.proto wants it,
// e.g. "events[3].place". Whether its articles exist is not looked at. `now` is the server's.
absl::Status CheckEvents(
    const google::protobuf::RepeatedPtrField<recommendation::v1::SimilarEvent>& events,
    absl::Time now);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_EVENT_CHECK_H_
