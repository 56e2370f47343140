#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_WRITER_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_WRITER_H_

#include "absl/strings/string_view.h"
#include "services/recommendation/domain/engine/arrivals.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/engine_write.h"
#include "services/recommendation/domain/engine/state_record.h"

namespace akin {

// Makes a write with all that hangs on it. Call under the state's lock, held for writing.
class StateWriter {
 public:
  // Both must outlive the writer.
  StateWriter(EngineState& state, Arrivals& arrivals) : state_(state), arrivals_(arrivals) {}

  // Appends the records that are others now.
  void Make(const EngineWrite& write, StateChanges& changes);

 private:
  void Make(const PutArticle& write, StateChanges& changes);
  void Make(const RemoveArticle& write, StateChanges& changes);
  void Make(const AssignStory& write, StateChanges& changes);
  void Make(const MergeStories& write, StateChanges& changes);

  void LeaveBehind(ArticleIndex index, StateChanges& changes);
  void WithdrawFrom(ArticleIndex list, ArticleIndex index, StateChanges& changes);
  ArticleIndex PutIntoCorpus(const PreparedArticle& article);
  void PutIntoStory(ArticleIndex index, absl::string_view story);

  EngineState& state_;
  Arrivals& arrivals_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_STATE_WRITER_H_
