#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/files.h"
#include "services/akin/commands/commands.h"
#include "services/recommendation/pipelines/experiment.h"
#include "services/recommendation/pipelines/pipeline_text.h"

namespace akin {
namespace {

// Asks no service: what is checked is what a server would say of the file.
class PipelineCommand : public Command {
 public:
  absl::Status Run(Session& session, const std::vector<std::string>& arguments) override {
    if (arguments[0] != "check") return UsageError("want check FILE (see: akin help pipeline)");
    const std::string& path = arguments[1];
    ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    const PipelineText read = ReadPipelineText(text);
    if (!read.problems.empty()) return Refuse(session, path, read);
    if (session.json()) {
      session.out().PrintJson(read.config);
    } else {
      Describe(session.out(), path, text, read.config);
    }
    return absl::OkStatus();
  }

 private:
  static absl::Status Refuse(Session& session, const std::string& path, const PipelineText& read) {
    if (session.json()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ": ", absl::StrJoin(read.problems, "; ")));
    }
    for (const std::string& problem : read.problems) session.out().Line(problem);
    session.out().Flush();
    return absl::InvalidArgumentError(absl::StrCat(path, ": cannot be used"));
  }

  static void Describe(Output& out, const std::string& path, const std::string& text,
                       const recommendation::v1::PipelineConfig& config) {
    const auto name = [](std::string* words, const auto& one) { words->append(one.name()); };
    out.Line(absl::StrCat(path, ": can be used, as version ", VersionOf(text)));
    out.Line(absl::StrCat("pipelines: ", absl::StrJoin(config.pipelines(), ", ", name),
                          "; by default ", config.default_pipeline()));
    out.Line(absl::StrCat("plug-ins: ", absl::StrJoin(config.plugins(), ", ", name)));
  }
};

}  // namespace

std::unique_ptr<Command> NewPipelineCommand() { return std::make_unique<PipelineCommand>(); }

}  // namespace akin
