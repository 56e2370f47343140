#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_MODEL_TRAINING_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_MODEL_TRAINING_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sync/mutex.h"
#include "services/recommendation/domain/model/semantic_model.h"
#include "services/recommendation/domain/model/semantic_table.h"

namespace akin {

// A semantic model in the making, on a thread of its own. Thread-compatible.
class ModelTraining {
 public:
  using Samples = std::vector<SemanticModel::Sample>;
  // Adds the vectors of some articles that are not in the table yet; false if there are no more.
  // Called on the training's thread, again and again as articles arrive, so that few are left when
  // the model is wanted.
  using ProjectSome = std::function<bool(const SemanticModel&, SemanticTable&)>;

  struct Result {
    std::shared_ptr<const SemanticModel> model;
    std::string encoded;
    SemanticTable vectors;
  };

  ModelTraining(Samples samples, ProjectSome project);
  ~ModelTraining();  // Waits for the thread.

  // Waits for the result, which has the vectors of all articles if none arrives meanwhile. Call
  // once.
  Result Await();

 private:
  void Learn(const Samples& samples);
  void ProjectUntilWanted();
  bool AwaitMore();
  bool IsAbandoned() const;
  void Stop(bool wanted);

  const ProjectSome project_;
  Result result_;
  mutable Mutex mu_;
  CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool wanted_ ABSL_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

// Bytes of samples whose terms ascend by key, and back. DATA_LOSS: other bytes.
std::string EncodeSamples(const ModelTraining::Samples& samples);
absl::StatusOr<ModelTraining::Samples> DecodeSamples(absl::string_view bytes);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_MODEL_TRAINING_H_
