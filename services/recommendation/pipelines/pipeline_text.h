#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_TEXT_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_TEXT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/recommendation/v1/pipeline.pb.h"

namespace akin {

// A configuration of pipelines, and all that is wrong with it.
struct PipelineText {
  recommendation::v1::PipelineConfig config;
  // "line 7, column 3: pipelines[0].bindings[1].plugin: "x", no such plug-in", in the order of the
  // lines; empty: it can be used. Where the text does not parse, what follows is not looked at.
  std::vector<std::string> problems;
};

// Reads and checks a text proto of PipelineConfig.
PipelineText ReadPipelineText(absl::string_view text);

// The configuration. INVALID_ARGUMENT tells what is wrong, the first few problems.
absl::StatusOr<recommendation::v1::PipelineConfig> ParsePipelines(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_PIPELINE_TEXT_H_
