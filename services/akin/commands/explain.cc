#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/arrange_flags.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"
#include "services/akin/commands/reason_text.h"

namespace akin {
namespace {

class ExplainCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    arrange_.DeclareIn(flags);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    recommendation::v1::ExplainSimilarityRequest request;
    request.set_article(ArticleName(ids[0]));
    request.set_other(ArticleName(ids[1]));
    request.set_min_revision(min_revision_);
    *request.mutable_arrange() = arrange_.ToProto();
    ASSIGN_OR_RETURN(
        const auto response,
        session.Call<recommendation::v1::ExplainSimilarityResponse>(
            session.recommendation(),
            &recommendation::v1::RecommendationService::Stub::ExplainSimilarity, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  static void Print(Output& out, const recommendation::v1::ExplainSimilarityResponse& response) {
    if (out.json()) return out.PrintJson(response);
    const std::string relation = RelationText(response.relation());
    out.Line(absl::StrFormat("similarity  %.4f%s", response.similarity(),
                             relation.empty() ? "" : absl::StrCat("  (", relation, ")")));
    out.Line(absl::StrFormat("duplicate   %.4f", response.duplicate_score()));
    out.Line(response.rank() > 0 ? absl::StrCat("rank        ", response.rank())
                                 : absl::StrCat("not shown: ", response.not_shown_because()));
    for (const auto& reason : response.reasons())
      out.Line(absl::StrFormat("  %.2f  %s", reason.weight(), ReasonText(reason)));
    out.Line();
    PrintFeatures(out, response);
    out.Line(out.Styled(Style::kDim, absl::StrCat("model ", response.model_version())));
    PrintDegradations(out, response.info());
  }

  static void PrintFeatures(Output& out,
                            const recommendation::v1::ExplainSimilarityResponse& response) {
    std::vector<std::vector<std::string>> rows = {{"feature", "value", "contribution"}};
    for (const auto& feature : response.features())
      rows.push_back({feature.name(), absl::StrFormat("%.4f", feature.value()),
                      absl::StrFormat("%.4f", feature.contribution())});
    out.Table(rows);
  }

  ArrangeFlags arrange_;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewExplainCommand() { return std::make_unique<ExplainCommand>(); }

}  // namespace akin
