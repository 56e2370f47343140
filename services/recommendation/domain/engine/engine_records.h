#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_RECORDS_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_RECORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/state_record.h"

namespace akin {

// --- Keys, by their first letter; Restorer::Stages says in which order they are read.

std::string ArticleKey(absl::string_view id);     // a/
std::string MergeKey(absl::string_view story);    // m/
std::string NeighboursKey(absl::string_view id);  // n/
std::string StoryKey(absl::string_view id);       // s/
// What the next model is learned from, and the one in use.
inline constexpr absl::string_view kLessonKey = "t/lesson";
inline constexpr absl::string_view kSubjectsKey = "t/subjects";

// --- Records as the state has them now; sealed, so that damage is noticed.

StateRecord Sealed(std::string key, std::string bytes);
StateRecord ArticleRecord(const EngineState& state, ArticleIndex article);
StateRecord NeighboursRecord(const EngineState& state, ArticleIndex article);
// The story that the article is in now, not the one it was assigned to: that may have been merged
// twice, into different ones.
StateRecord StoryRecord(const EngineState& state, ArticleIndex article);
// What articles share.
StateRecord SharedRecord(Corpus::Record shared);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_ENGINE_RECORDS_H_
