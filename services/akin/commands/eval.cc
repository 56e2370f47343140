#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/status_macros.h"
#include "common/text/analysis.h"
#include "google/protobuf/struct.pb.h"
#include "services/akin/cli/files.h"
#include "services/akin/cli/judgements.h"
#include "services/akin/commands/arrange_flags.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/eval_events.h"

namespace akin {
namespace {

// The sums over all seeds.
struct Totals {
  int seeds = 0;
  int answered = 0;  // With at least one hit.
  int hits = 0;
  int judged = 0;
  int repetitions = 0;
  double ndcg = 0;
  std::vector<std::string> unknown;  // Seeds that Akin does not have.

  double Share(int part, int whole) const { return whole == 0 ? 0 : 1.0 * part / whole; }
};

std::vector<std::string> WordsOf(const news::v1::Article& article) {
  const std::string text =
      absl::StrCat(article.headline(), "\n\n", article.summary(), "\n\n", article.body());
  std::vector<std::string> words;
  for (Token& token : AnalyzeWords(text, article.language())) {
    words.push_back(std::move(token.folded));
  }
  return words;
}

class EvalCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("judgements", "FILE", "what people think, as JSON lines (- is standard input)",
               &judgements_);
    flags.Repeated("events", "FILE|DIR", "instead: what became of lists, files of events",
                   &events_);
    flags.Integer("k", "N", "how much of each list counts, 1 to 100 (default 10)", &k_);
    arrange_.DeclareIn(flags);
  }

  absl::Status Run(Session& session, const std::vector<std::string>&) override {
    if (judgements_.empty() == events_.empty())
      return UsageError("want --judgements FILE or --events FILE|DIR (see: akin help eval)");
    if (!events_.empty()) return EvalEvents(events_, session.out());
    if (k_ < 1 || k_ > 100) return UsageError("--k: want 1 to 100");
    ASSIGN_OR_RETURN(const std::string text, ReadFile(judgements_));
    ASSIGN_OR_RETURN(const auto judgements, ParseJudgements(text));
    if (judgements.empty()) return UsageError(absl::StrCat(judgements_, ": no judgement in it"));
    Totals totals;
    for (const Judgement& judgement : judgements) {
      RETURN_IF_ERROR(Judge(session, judgement, totals));
    }
    Print(session.out(), totals);
    return absl::OkStatus();
  }

 private:
  absl::Status Judge(Session& session, const Judgement& judgement, Totals& totals) const {
    recommendation::v1::ListSimilarArticlesRequest request;
    request.add_seeds()->set_article(judgement.seed);
    request.set_page_size(k_);
    request.set_view(news::v1::ARTICLE_VIEW_FULL);
    *request.mutable_arrange() = arrange_.ToProto();
    ++totals.seeds;
    const auto response = session.Call<recommendation::v1::ListSimilarArticlesResponse>(
        session.recommendation(),
        &recommendation::v1::RecommendationService::Stub::ListSimilarArticles, request);
    if (response.status().code() == absl::StatusCode::kNotFound) {
      totals.unknown.push_back(judgement.seed);
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(response.status());
    std::vector<std::string> listed;
    std::vector<std::vector<std::string>> texts;
    for (const recommendation::v1::SimilarHit& hit : response->hits()) {
      listed.push_back(hit.article().name());
      texts.push_back(WordsOf(hit.article()));
      totals.judged += judgement.grades.count(listed.back()) > 0;
    }
    totals.answered += !listed.empty();
    totals.hits += static_cast<int>(listed.size());
    totals.repetitions += CountRepetitions(texts);
    totals.ndcg += Ndcg(judgement, listed, k_);
    return absl::OkStatus();
  }

  void Print(Output& out, const Totals& totals) const {
    const std::vector<std::pair<std::string, double>> numbers = {
        {absl::StrCat("ndcg@", k_), totals.ndcg / totals.seeds},
        {absl::StrCat("duplicates@", k_), totals.Share(totals.repetitions, totals.hits)},
        {"coverage", totals.Share(totals.answered, totals.seeds)},
        {"judged", totals.Share(totals.judged, totals.hits)},
        {"seeds", totals.seeds},
        {"unknown_seeds", static_cast<double>(totals.unknown.size())}};
    if (out.json()) {
      google::protobuf::Struct message;
      for (const auto& [name, value] : numbers) {
        (*message.mutable_fields())[name].set_number_value(value);
      }
      return out.PrintJson(message);
    }
    for (const auto& [name, value] : numbers) {
      out.Line(name.find("seeds") == std::string::npos
                   ? absl::StrFormat("%-14s %.4f", name, value)
                   : absl::StrFormat("%-14s %d", name, static_cast<int>(value)));
    }
    for (const std::string& seed : totals.unknown) out.Line(absl::StrCat("not found: ", seed));
  }

  std::string judgements_;
  std::vector<std::string> events_;
  int32_t k_ = 10;
  ArrangeFlags arrange_;
};

}  // namespace

std::unique_ptr<Command> NewEvalCommand() { return std::make_unique<EvalCommand>(); }

}  // namespace akin
