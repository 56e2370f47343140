#include "services/recommendation/pipelines/pipeline_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/recommendation/pipelines/pipeline_check.h"

namespace akin {
namespace {

using google::protobuf::TextFormat;

// What protobuf says of a text that does not parse; its lines and columns count from 0.
class SyntaxErrors : public google::protobuf::io::ErrorCollector {
 public:
  explicit SyntaxErrors(std::vector<PipelineProblem>& problems) : problems_(problems) {}

  void AddError(int line, int column, const std::string& message) override {
    problems_.push_back({line, column, message});
  }
  void AddWarning(int, int, const std::string&) override {}

 private:
  std::vector<PipelineProblem>& problems_;
};

std::string InWords(const PipelineProblem& problem) {
  if (problem.line < 0) return problem.what;  // of the text as a whole
  return absl::StrCat("line ", problem.line + 1, ", column ", problem.column + 1, ": ",
                      problem.what);
}

}  // namespace

PipelineText ReadPipelineText(absl::string_view text) {
  PipelineText read;
  std::vector<PipelineProblem> problems;
  SyntaxErrors errors(problems);
  TextFormat::ParseInfoTree places;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(&places);
  if (parser.ParseFromString(std::string(text), &read.config)) {
    problems = CheckPipelines(read.config, places);
  } else if (problems.empty()) {
    problems.push_back({-1, -1, "not a text proto"});
  }
  std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  for (const PipelineProblem& problem : problems) read.problems.push_back(InWords(problem));
  return read;
}

absl::StatusOr<recommendation::v1::PipelineConfig> ParsePipelines(absl::string_view text) {
  constexpr size_t kShown = 5;
  PipelineText read = ReadPipelineText(text);
  if (read.problems.empty()) return std::move(read.config);
  const size_t more = read.problems.size() - std::min(read.problems.size(), kShown);
  read.problems.resize(read.problems.size() - more);
  std::string message = absl::StrJoin(read.problems, "; ");
  if (more > 0) absl::StrAppend(&message, "; and ", more, " more");
  return absl::InvalidArgumentError(message);
}

}  // namespace akin
