#include "absl/strings/ascii.h"
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
                 "best match, newest, or both (default: relevance, or time without a query)",
                 std::vector<std::pair<std::string, v1::SearchOrder>>{
                     {"relevance", v1::SEARCH_ORDER_RELEVANCE},
                     {"time", v1::SEARCH_ORDER_TIME},
                     {"recency", v1::SEARCH_ORDER_RELEVANCE_WITH_RECENCY}},
                 &order_);
    DeclarePage(flags, &page_size_, &page_token_);
    flags.Switch("collapse", "one hit per story", &collapse_);
    flags.List("facets", "FIELD,…", "count hits by source, language, category", &facets_);
    flags.Integer("facet_size", "N", "at most this many values per facet", &facet_size_);
    flags.Duration("max_staleness", "accept a cached answer up to this age", &max_staleness_);
    DeclareView(flags, &view_);
    DeclareMinRevision(flags, &min_revision_);
  }

  absl::Status Run(Session& session, const std::vector<std::string>& words) override {
    ASSIGN_OR_RETURN(const auto request, NewRequest(words));
    ASSIGN_OR_RETURN(const auto response,
                     session.Call<v1::SearchArticlesResponse>(
                         session.search(), &v1::SearchService::Stub::SearchArticles, request));
    Print(session.out(), response);
    return absl::OkStatus();
  }

 private:
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
    if (max_staleness_) *request.mutable_max_staleness() = ToProto(*max_staleness_);
    for (const std::string& facet : facets_) {
      ASSIGN_OR_RETURN(const v1::FacetField field, ParseFacet(facet));
      request.add_facets(field);
    }
    return request;
  }

  static absl::StatusOr<v1::FacetField> ParseFacet(absl::string_view word) {
    if (word == "source") return v1::FACET_FIELD_SOURCE;
    if (word == "language") return v1::FACET_FIELD_LANGUAGE;
    if (word == "category") return v1::FACET_FIELD_CATEGORY;
    return UsageError(absl::StrCat("--facets: ", word, ": want source, language, category"));
  }

  static void PrintHit(Output& out, const v1::SearchHit& hit) {
    PrintCard(out, hit.article(), "");
    if (!hit.snippet().text().empty()) out.Wrapped(Highlighted(out, hit.snippet()), 2);
    if (hit.story_count() > 1)
      out.Line(out.Styled(
          Style::kDim, absl::StrCat("  and ", hit.story_count() - 1, " more of the same story")));
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
    if (response.relaxed())
      out.Line(absl::StrCat("No article has all of it; the first lacks: ",
                            out.Styled(Style::kPlain, absl::StrJoin(response.left_out(), ", "))));
    if (!response.corrected_query().empty())
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
  absl::optional<absl::Duration> max_staleness_;
  news::v1::ArticleView view_ = news::v1::ARTICLE_VIEW_UNSPECIFIED;
  int64_t min_revision_ = 0;
};

}  // namespace

std::unique_ptr<Command> NewSearchCommand() { return std::make_unique<SearchCommand>(); }

}  // namespace akin
