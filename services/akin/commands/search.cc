#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "common/status/status_macros.h"
#include "common/time/proto_time.h"
#include "services/akin/cli/article_text.h"
#include "services/akin/commands/commands.h"
#include "services/akin/commands/read_flags.h"

namespace akin {
namespace {

namespace v1 = search::v1;

const std::vector<std::pair<absl::string_view, v1::FacetField>>& FacetFields() {
  static const auto& fields = *new std::vector<std::pair<absl::string_view, v1::FacetField>>{
      {"source", v1::FACET_FIELD_SOURCE},     {"language", v1::FACET_FIELD_LANGUAGE},
      {"category", v1::FACET_FIELD_CATEGORY}, {"author", v1::FACET_FIELD_AUTHOR},
      {"keyword", v1::FACET_FIELD_KEYWORD},   {"story", v1::FACET_FIELD_STORY},
      {"day", v1::FACET_FIELD_DAY},           {"week", v1::FACET_FIELD_WEEK},
      {"month", v1::FACET_FIELD_MONTH}};
  return fields;
}

// "mine: headline (Mine, mines), body (mine) 61 %".
std::string ExplanationText(const v1::TermMatch& term) {
  std::vector<std::string> fields;
  for (const v1::FieldMatch& field : term.fields()) {
    fields.push_back(absl::StrCat(field.field(), " ", field.count(), "× (",
                                  absl::StrJoin(field.forms(), ", "), ")"));
  }
  const int percent = static_cast<int>(std::lround(100 * term.weight_share()));
  return absl::StrCat(term.term(), ": ", absl::StrJoin(fields, ", "), fields.empty() ? "" : ", ",
                      percent, " % of the weight");
}

// The snippet with its matches set off; highlights that do not fit the text are passed over.
std::string Highlighted(const Output& out, const v1::Snippet& snippet) {
  const absl::string_view text = snippet.text();
  std::string result;
  int at = 0;
  for (const auto& match : snippet.highlights()) {
    if (match.start() < at || match.end() > static_cast<int>(text.size())) continue;
    absl::StrAppend(
        &result, out.Styled(Style::kPlain, text.substr(at, match.start() - at)),
        out.Styled(Style::kYellow, text.substr(match.start(), match.end() - match.start())));
    at = match.end();
  }
  return absl::StrCat(result, out.Styled(Style::kPlain, text.substr(at)));
}

class SearchCommand : public Command {
 public:
  void Declare(Flags& flags) override {
    flags.Text("filter", "FILTER", "only articles that it passes", &filter_);
    flags.Choice("order",
                 "best match, newest, both, or by size of story (default: relevance, or time "
                 "without a query)",
                 std::vector<std::pair<std::string, v1::SearchOrder>>{
                     {"relevance", v1::SEARCH_ORDER_RELEVANCE},
                     {"time", v1::SEARCH_ORDER_TIME},
                     {"recency", v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY},
                     {"story_size", v1::SEARCH_ORDER_STORY_SIZE}},
                 &order_);
    DeclarePage(flags, &page_size_, &page_token_);
    flags.Switch("collapse", "one hit per story", &collapse_);
    flags.List("facets", "FIELD,…",
               "count hits by source, language, category, author, keyword, story, day, week, month",
               &facets_);
    flags.Integer("facet_size", "N", "at most this many values per facet", &facet_size_);
    flags.Text("time_zone", "NAME", "where days begin, e.g. Europe/Berlin (default UTC)",
               &time_zone_);
    flags.Text("language", "TAG", "the language that the query is in", &language_);
    flags.Duration("half_life", "of a match's weight, with --order recency (default 168h)",
                   &half_life_);
    flags.Text("floor", "SHARE", "of a match's weight that always stays, 0 to 1 (default 0.25)",
               &floor_);
    flags.Switch("explain", "say of each hit why it is one", &explain_);
    flags.Switch("export", "all that match, latest first, however many; see also --json", &export_);
    flags.Switch("each", "each argument is a query by itself, all in one call", &each_);
    flags.Duration("max_staleness", "accept a cached answer up to this age", &max_staleness_);
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& words) override {
    if (export_) return Export(session, words);
    if (each_) return SearchEach(session, words);
    ASSIGN_OR_RETURN(const auto request, NewRequest(words));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<v1::SearchArticlesResponse>(
                         session.search(), &v1::SearchService::Stub::SearchArticles, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
  absl::Status SearchEach(Session& session, const std::vector<std::string>& queries) const {
    v1::BatchSearchArticlesRequest batch;
    batch.set_min_revision(min_revision_);
    for (const std::string& query : queries) {
      ASSIGN_OR_RETURN(*batch.add_requests(), NewRequest({query}));
    }
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<v1::BatchSearchArticlesResponse>(
                         session.search(), &v1::SearchService::Stub::BatchSearchArticles, batch));
    Output& out = session.out();
    if (out.json()) return out.PrintJson(response), absl::OkStatus();
    for (int i = 0; i < response.results_size(); ++i) {
      const v1::BatchSearchResult& result = response.results(i);
      out.Line(out.Styled(Style::kBold, queries[static_cast<size_t>(i)]));
      result.has_error() ? out.Line(out.Styled(Style::kRed, result.error().message()))
                         : Print(out, result.response());
      out.Line();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<v1::ExportArticlesRequest> NewExport(const std::vector<std::string>& words) const {
    if (order_ != v1::SEARCH_ORDER_UNSPECIFIED && order_ != v1::SEARCH_ORDER_TIME) {
      return UsageError("--export: is by time only, without --order");
    }
    v1::ExportArticlesRequest request;
    request.set_query(absl::StrJoin(words, " "));
    request.set_filter(filter_);
    request.set_time_zone(time_zone_);
    request.set_language(language_);
    request.set_view(view_);
    request.set_min_revision(min_revision_);
    return request;
  }

  // Goes on where it was interrupted, once the server is back.
  absl::Status Export(Session& session, const std::vector<std::string>& words) const {
    ASSIGN_OR_RETURN(v1::ExportArticlesRequest request, NewExport(words));
    while (true) {
      const std::string resumed_at = request.resume_token();
      const absl::Status status = ExportSome(session, request);
      const bool goes_on = absl::IsUnavailable(status) && request.resume_token() != resumed_at;
      if (!goes_on) return status;
    }
  }

  static absl::Status ExportSome(Session& session, v1::ExportArticlesRequest& request) {
    grpc::ClientContext context;  // no deadline: it takes as long as there are articles
    context.set_wait_for_ready(!request.resume_token().empty());  // it was there
    const auto reader = session.search().ExportArticles(&context, request);
    v1::ExportArticlesResponse some;
    while (reader->Read(&some)) {
      for (const news::v1::Article& article : some.articles()) {
        session.json() ? session.out().PrintJson(article) : PrintCard(session.out(), article, "");
      }
      session.out().Flush();
      request.set_resume_token(some.resume_token());
    }
    return FromGrpcStatus(reader->Finish());
  }

  absl::StatusOr<v1::SearchArticlesRequest> NewRequest(
      const std::vector<std::string>& words) const {
    v1::SearchArticlesRequest request;
    request.set_query(absl::StrJoin(words, " "));
    request.set_filter(filter_);
    request.set_order(order_);
    request.set_page_size(page_size_);
    request.set_page_token(page_token_);
    request.set_collapse_stories(collapse_);
    request.set_facet_size(facet_size_);
    request.set_min_revision(min_revision_);
    request.set_view(view_);
    request.set_time_zone(time_zone_);
    request.set_language(language_);
    request.set_explain(explain_);
    if (half_life_) *request.mutable_recency()->mutable_half_life() = ToProto(*half_life_);
    if (!floor_.empty()) {
      double floor = 0;
      if (!absl::SimpleAtod(floor_, &floor)) {
        return UsageError(absl::StrCat("--floor: ", floor_, ": want a number"));
      }
      request.mutable_recency()->set_floor(floor);
    }
    if (max_staleness_) *request.mutable_max_staleness() = ToProto(*max_staleness_);
    for (const std::string& facet : facets_) {
      ASSIGN_OR_RETURN(const v1::FacetField field, ParseFacet(facet));
      request.add_facets(field);
    }
    return request;
  }

  static absl::StatusOr<v1::FacetField> ParseFacet(absl::string_view word) {
    std::vector<absl::string_view> names;
    for (const auto& [name, field] : FacetFields()) {
      if (word == name) return field;
      names.push_back(name);
    }
    return UsageError(absl::StrCat("--facets: ", word, ": want ", absl::StrJoin(names, ", ")));
  }

  static void PrintHit(Output& out, const v1::SearchHit& hit) {
    PrintCard(out, hit.article(), "");
    if (!hit.snippet().text().empty()) out.Wrapped(Highlighted(out, hit.snippet()), 2);
    if (hit.story_count() > 1)
      out.Line(out.Styled(
          Style::kDim, absl::StrCat("  and ", hit.story_count() - 1, " more of the same story")));
    for (const v1::TermMatch& term : hit.explanation())
      out.Line(absl::StrCat("  ", out.Styled(Style::kDim, ExplanationText(term))));
    out.Line();
  }

  static std::string FacetText(v1::FacetField field) {
    return absl::AsciiStrToLower(absl::StripPrefix(v1::FacetField_Name(field), "FACET_FIELD_"));
  }

  static void PrintFacet(Output& out, const v1::Facet& facet) {
    std::vector<std::vector<std::string>> rows = {{FacetText(facet.field()), "hits"}};
    for (const auto& value : facet.values())
      rows.push_back({value.value(), absl::StrCat(value.count())});
    out.Table(rows);
    out.Line();
  }

  static void Print(Output& out, const v1::SearchArticlesResponse& response) {
    if (out.json()) return out.PrintJson(response);
    for (const auto& hit : response.hits()) PrintHit(out, hit);
    for (const auto& facet : response.facets()) PrintFacet(out, facet);
    out.Line(response.hits().empty()
                 ? "Nothing found."
                 : absl::StrCat(response.hits_size(), " of ", response.total_size(), " hits"));
    for (const auto& read : response.read_as())
      out.Line(absl::StrCat("No article has ", out.Styled(Style::kPlain, read.word()),
                            "; these have ", out.Styled(Style::kBold, read.read_as())));
    if (response.relaxed())
      out.Line(absl::StrCat("No article has all of it; the first lacks: ",
                            out.Styled(Style::kPlain, absl::StrJoin(response.left_out(), ", "))));
    if (!response.corrected_query().empty() && response.read_as().empty())
      out.Line(
          absl::StrCat("Did you mean: ", out.Styled(Style::kBold, response.corrected_query())));
    if (!response.next_page_token().empty())
      out.Line(absl::StrCat("More: --page_token ", response.next_page_token()));
    PrintDegradations(out, response.info());
  }

  std::string filter_;
  v1::SearchOrder order_ = v1::SEARCH_ORDER_UNSPECIFIED;
  int32_t page_size_ = 0;
  std::string page_token_;
  bool collapse_ = false;
  std::vector<std::string> facets_;
  int32_t facet_size_ = 0;
  std::string time_zone_;
  std::string language_;
  absl::optional<absl::Duration> half_life_;
  std::string floor_;
  bool explain_ = false;
  bool export_ = false;
  bool each_ = false;
  absl::optional<absl::Duration> max_staleness_;
  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewSearchCommand() { return std::make_unique<SearchCommand>(); }

}  // namespace akin
