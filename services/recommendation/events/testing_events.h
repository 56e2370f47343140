#ifndef AKIN_SERVICES_RECOMMENDATION_EVENTS_TESTING_EVENTS_H_
#define AKIN_SERVICES_RECOMMENDATION_EVENTS_TESTING_EVENTS_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "akin/recommendation/v1/similar_event.pb.h"

namespace akin {

// For tests: a well made event without a time.
inline recommendation::v1::SimilarEvent NewEvent(recommendation::v1::SimilarEventType type,
                                                 absl::string_view id, absl::string_view seed,
                                                 absl::string_view article, int place) {
  recommendation::v1::SimilarEvent event;
  event.set_event_id(std::string(id));
  event.set_type(type);
  event.set_seed(absl::StrCat("articles/", seed));
  event.set_article(absl::StrCat("articles/", article));
  event.set_place(place);
  return event;
}

inline recommendation::v1::SimilarEvent Click(absl::string_view id, absl::string_view seed,
                                              absl::string_view article, int place) {
  return NewEvent(recommendation::v1::SIMILAR_EVENT_TYPE_CLICK, id, seed, article, place);
}

inline recommendation::v1::SimilarEvent Impression(absl::string_view id, absl::string_view seed,
                                                   absl::string_view article, int place) {
  return NewEvent(recommendation::v1::SIMILAR_EVENT_TYPE_IMPRESSION, id, seed, article, place);
}

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_EVENTS_TESTING_EVENTS_H_
