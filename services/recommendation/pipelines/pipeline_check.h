#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_CHECK_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_CHECK_H_

#include <string>
#include <vector>

#include "akin/recommendation/v1/pipeline.pb.h"
#include "google/protobuf/text_format.h"

namespace akin {

// One thing that is wrong, and where in the text: from 0; -1: nowhere in particular.
struct PipelineProblem {
  int line = -1;
  int column = -1;
  std::string what;  // Begins with the field's path.
};

// All that pipeline.proto does not allow. `places` is where the parser found each field.
std::vector<PipelineProblem> CheckPipelines(
    const recommendation::v1::PipelineConfig& config,
    const google::protobuf::TextFormat::ParseInfoTree& places);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_CHECK_H_
