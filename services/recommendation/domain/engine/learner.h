#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_LEARNER_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_LEARNER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/sync/shared_mutex.h"
#include "services/recommendation/domain/engine/engine_state.h"
#include "services/recommendation/domain/engine/state_record.h"
#include "services/recommendation/domain/model/model_training.h"

namespace akin {

// Has the engine learn from its articles as they become more. A model is begun at one number of
// articles and used from another one on, so that what the log holds decides which model an answer
// comes from, not how fast this machine learns. For the one thread that writes.
class Learner {
 public:
  // `mu` is the lock of `state`; both must outlive this.
  Learner(EngineState& state, SharedMutex& mu);
  ~Learner();

  // Where there are so many articles.
  bool IsDue(size_t articles) const;
  // Begins a model, or waits for the one that was begun and puts it to use. Call without the lock.
  void DoWhatIsDue(StateChanges& changes);

  // Names the weights and the model in use. Call under the lock.
  const std::string& model_version() const { return model_version_; }

  // --- After a restart: what was learned and what was being learned when the records were written.
  // DATA_LOSS: a malformed record.

  absl::Status RestoreSubjects(absl::string_view value);
  absl::Status RestoreLesson(absl::string_view value);
  // The restored model; one that knows nothing where there was none.
  std::shared_ptr<const SemanticModel> restored_model() const { return restored_.model; }
  // `vectors` are those of all articles by that model. Call under the lock.
  void FinishRestore(SemanticTable vectors);

 private:
  // A model that was begun with so many articles, for use from a later number on.
  struct Span {
    size_t begun = 0;
    size_t in_use_from = 0;
  };
  struct Training {
    Span span;
    std::unique_ptr<ModelTraining> thread;
  };
  struct Restored {
    size_t learned_from = 0;
    std::string encoded;  // Empty: there was none.
    std::shared_ptr<const SemanticModel> model = std::make_shared<SemanticModel>();
    Span lesson_span;
    ModelTraining::Samples lesson;
  };

  size_t ArticleCount() const;
  bool IsTimeToBegin(size_t articles) const;
  void Begin(size_t articles, StateChanges& changes);
  ModelTraining::Samples Samples() const;
  void Start(const Span& span, ModelTraining::Samples samples);
  bool ProjectSome(const SemanticModel& model, ArticleIndex& next, SemanticTable& vectors) const;
  void UseLearned(StateChanges& changes);
  void Use(ModelTraining::Result& learned);

  EngineState& state_;
  SharedMutex& mu_;
  size_t learned_from_ = 0;  // Articles when the newest model was begun.
  std::string model_version_;
  Restored restored_;
  std::unique_ptr<Training> training_;  // Last: its thread reads the rest.
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_ENGINE_LEARNER_H_
