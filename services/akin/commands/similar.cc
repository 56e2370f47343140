#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/types/optional.h"
#include "common/rpc/status_conversion.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/cli/names.h"
#include "services/akin/commands/arrange_flags.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"
#include "services/akin/commands/reason_text.h"
#include "services/akin/commands/text_seed.h"

namespace akin {
namespace {

using Stub = recommendation::v1::RecommendationService::Stub;

std::string AlsoReported(const recommendation::v1::SimilarHit& hit) {
  if (hit.duplicate_count() == 0) return "";
  std::vector<std::string> sources;
  for (const std::string& source : hit.also_reported_by()) sources.push_back(BareId(source));
  const std::string by = sources.empty() ? "" : absl::StrCat(": ", absl::StrJoin(sources, ", "));
  return absl::StrCat("and ", hit.duplicate_count(), " more like it", by);
}

std::string ReasonsLine(const recommendation::v1::SimilarHit& hit) {
  return absl::StrJoin(hit.reasons(), "; ",
                       [](std::string* out, const recommendation::v1::Reason& reason) {
                         absl::StrAppend(out, ReasonText(reason));
                       });
}

std::string PipelineText(const recommendation::v1::ListSimilarArticlesResponse& response) {
  const std::string arm = response.arm().empty() ? "" : absl::StrCat(", arm ", response.arm());
  return absl::StrCat("pipeline ", response.pipeline(), arm, ", version ",
                      response.pipeline_version());
}

class SimilarCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("text", "FILE", "like this story text, which is not stored", &text_file_);
    flags.Time("published", "when that text was or will be published (default: its stamp, or now)",
               &published_);
    flags.Integer("k", "N", "at most this many hits (default 10)", &k_);
    flags.Text("filter", "FILTER", "only articles that it passes", &filter_);
    arrange_.DeclareIn(flags);
    flags.List("exclude", "ID,…", "never list these", &exclude_);
    flags.List("not_like", "ID,…", "leave out what is more like these", &not_like_);
    flags.Text("pipeline", "NAME", "by this pipeline of the server (default: its own default)",
               &pipeline_);
    flags.Text("experiment_key", "KEY", "what the arm of an experiment is chosen by",
               &experiment_key_);
    flags.Switch("each", "a list for each ID instead of one for all together", &each_);
    flags.Duration("max_staleness", "accept a cached answer up to this age", &max_staleness_);
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& ids) override {
    if (ids.empty() && text_file_.empty())
      return UsageError("want an ID, or --text FILE (see: akin help similar)");
    if (each_) return RunEach(session, ids);
    ASSIGN_OR_RETURN(const auto request, NewRequest(ids));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<recommendation::v1::ListSimilarArticlesResponse>(
                         session.recommendation(), &Stub::ListSimilarArticles, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  absl::Status RunEach(Session& session, const std::vector<std::string>& ids) const {
    recommendation::v1::BatchListSimilarArticlesRequest batch;
    batch.set_min_revision(min_revision_);
    for (const std::string& id : ids) {
      ASSIGN_OR_RETURN(*batch.add_requests(), NewRequest({id}));
    }
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<recommendation::v1::BatchListSimilarArticlesResponse>(
                         session.recommendation(), &Stub::BatchListSimilarArticles, batch));
    absl::Status first_error;
    for (int i = 0; i < response.results_size(); ++i) {
      const recommendation::v1::BatchSimilarResult& result = response.results(i);
      if (!session.json()) session.out().Line(session.out().Styled(Style::kBold, ids[i]));
      if (result.has_response()) Print(session.out(), result.response());
      if (result.has_error()) first_error.Update(FromRpcStatus(result.error()));
    }
    return first_error;
  }

  absl::StatusOr<recommendation::v1::ListSimilarArticlesRequest> NewRequest(
      const std::vector<std::string>& ids) const {
    recommendation::v1::ListSimilarArticlesRequest request;
    for (const std::string& id : ids) request.add_seeds()->set_article(ArticleName(id));
    if (!text_file_.empty()) {
      ASSIGN_OR_RETURN(*request.add_seeds()->mutable_text(), ReadTextSeed(text_file_, published_));
    }
    for (const std::string& id : not_like_)
      request.add_negative_seeds()->set_article(ArticleName(id));
    for (const std::string& id : exclude_) request.add_exclude(ArticleName(id));
    request.set_filter(filter_);
    request.set_page_size(k_);
    // Unset, it is as the pipeline says.
    if (arrange_.ToProto().ByteSizeLong() > 0) *request.mutable_arrange() = arrange_.ToProto();
    request.set_pipeline(pipeline_);
    request.set_experiment_key(experiment_key_);
    request.set_min_revision(min_revision_);
    if (max_staleness_) *request.mutable_max_staleness() = ToProto(*max_staleness_);
    request.set_view(view_);
    return request;
  }

  static void PrintHit(Output& out, int rank, const recommendation::v1::SimilarHit& hit) {
    constexpr int kMargin = 10;
    const std::string margin(kMargin, ' ');
    PrintCard(out, hit.article(), absl::StrFormat("%2d  %.2f  ", rank, hit.similarity()));
    const std::string relation = RelationText(hit.relation());
    if (!relation.empty()) out.Line(absl::StrCat(margin, out.Styled(Style::kGreen, relation)));
    if (!hit.reasons().empty()) out.Paragraphs(ReasonsLine(hit), kMargin);
    const std::string also = AlsoReported(hit);
    if (!also.empty()) out.Line(absl::StrCat(margin, out.Styled(Style::kDim, also)));
  }

  static void Print(Output& out, const recommendation::v1::ListSimilarArticlesResponse& response) {
    if (out.json()) return out.PrintJson(response);
    out.Line(out.Styled(Style::kBold, "Similar News"));
    for (int i = 0; i < response.hits_size(); ++i) {
      out.Line();
      PrintHit(out, i + 1, response.hits(i));
    }
    out.Line();
    if (response.hits().empty()) out.Line("Nothing is similar enough.");
    if (response.seed_duplicate_count() > 0)
      out.Line(absl::StrCat("Copies of the story itself, not listed: ",
                            response.seed_duplicate_count()));
    if (response.filter_exhausted()) out.Line("No other article passes the filter.");
    if (!response.pipeline().empty()) out.Line(out.Styled(Style::kDim, PipelineText(response)));
    PrintDegradations(out, response.info());
  }

  std::string text_file_;
  absl::optional<absl::Time> published_;
  int32_t k_ = 0;
  std::string filter_;
  ArrangeFlags arrange_;
  std::vector<std::string> exclude_;
  std::vector<std::string> not_like_;
  std::string pipeline_;
  std::string experiment_key_;
  bool each_ = false;
  absl::optional<absl::Duration> max_staleness_;
  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewSimilarCommand() { return std::make_unique<SimilarCommand>(); }

}  // namespace akin
