#ifndef AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_TRAINING_H_
#define AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_TRAINING_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/recommendation/domain/semantic_model.h"
#include "services/recommendation/domain/semantic_table.h"

namespace akin {

// A semantic model in the making, on a thread of its own. Thread-compatible.
class ModelTraining {
 public:
  using Samples = std::vector<SemanticModel::Sample>;
  // Every article's vector by the model; called on the training's thread.
  using ProjectAll = std::function<SemanticTable(const SemanticModel&)>;

  struct Result {
    std::shared_ptr<const SemanticModel> model;
    std::string encoded;
    SemanticTable vectors;
  };

  ModelTraining(Samples samples, ProjectAll project);
  ~ModelTraining();  // Waits for the thread.

  // Waits for the result. Call once.
  Result Await();

 private:
  Result result_;
  std::thread thread_;
};

// Bytes of samples whose terms ascend by key, and back. DATA_LOSS: other bytes.
std::string EncodeSamples(const ModelTraining::Samples& samples);
absl::StatusOr<ModelTraining::Samples> DecodeSamples(absl::string_view bytes);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_DOMAIN_MODEL_TRAINING_H_
