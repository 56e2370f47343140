#include "services/search/domain/searcher.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/article/article_view.h"
#include "common/page/answer_budget.h"
#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/search/domain/explain.h"
#include "services/search/domain/snippet.h"

namespace akin {
namespace {

// Articles may be large: so many are held before it is known whether the page has room for them.
constexpr size_t kDescribedAtOnce = 25;

std::string PinKey(uint64_t arguments, const LogPosition& position) {
  return absl::StrCat(absl::Hex(arguments), "/", position.log_id, "/", position.revision);
}

absl::Status PageExpired() {
  return ErrorWithReason(absl::StatusCode::kAborted, "PAGE_EXPIRED",
                         "page_token: its pages are no longer kept; search again");
}

search::v1::SearchHit MakeHit(const SearchRequest& request, const QueryNode& query,
                              const Match& match, MatchedArticle&& matched) {
  search::v1::SearchHit hit;
  hit.set_score(match.score);
  hit.set_story_count(matched.story_count);
  hit.set_pinned(match.is_pinned);
  if (request.view != news::v1::ARTICLE_VIEW_NAME_ONLY) {
    *hit.mutable_snippet() = MakeSnippet(matched.article, query);
    HighlightTexts(matched.article, query, hit);
  }
  if (request.match.explain) {
    *hit.mutable_explanation() = Explain(matched.article, query, matched.term_weights);
  }
  *hit.mutable_article() = std::move(matched.article);
  KeepView(request.view, *hit.mutable_article());
  return hit;
}

}  // namespace

absl::StatusOr<SearchPage> Searcher::Search(const SearchRequest& request) const {
  SearchPage page;
  size_t offset = 0;
  if (request.page_token.empty()) {
    ASSIGN_OR_RETURN(page.result, FirstResult(request));
  } else {
    ASSIGN_OR_RETURN(const PageToken token, DecodePageToken(request.page_token, request.arguments));
    ASSIGN_OR_RETURN(page.result, PinnedResult(request, token));
    if (!absl::SimpleAtoi(token.cursor, &offset)) {
      return InvalidField("page_token", "not a token of this service");
    }
  }
  RETURN_IF_ERROR(Fill(request, offset, page));
  // Its hits are read later than they were found; what was published between may be missing.
  if (request.page_token.empty()) page.position = page.result->position;
  Finish(request, offset, page);
  return page;
}

absl::StatusOr<Searcher::Pinned> Searcher::FirstResult(const SearchRequest& request) const {
  ASSIGN_OR_RETURN(MatchResult result, index_.FindMatches(request.match));
  return std::make_shared<const MatchResult>(std::move(result));
}

// The same search at the same place in the log gives the same result, so a lost one can be made
// again as long as the log has not moved.
absl::StatusOr<Searcher::Pinned> Searcher::PinnedResult(const SearchRequest& request,
                                                        const PageToken& token) const {
  const std::string key = PinKey(request.arguments, token.position);
  if (index_.served_position().log_id != token.position.log_id) return PageExpired();
  if (Pinned pinned = pins_.Find(key)) return pinned;
  if (!(index_.served_position() == token.position)) return PageExpired();
  ASSIGN_OR_RETURN(Pinned again, FirstResult(request));
  if (!(again->position == token.position)) return PageExpired();
  return again;
}

// The request whose matches these are: where words were read as others, that of the others.
absl::StatusOr<MatchRequest> Searcher::AsRead(const SearchRequest& request,
                                              const MatchResult& result) {
  MatchRequest as_read = request.match;
  if (result.read_as.empty()) return as_read;
  as_read.query_text = result.corrected_query;
  ASSIGN_OR_RETURN(as_read.query, ReadQuery(as_read.query_text, as_read.time, *as_read.rules));
  return as_read;
}

// Takes live matches from `offset` on until the page is full; leaves `offset` after the last.
absl::Status Searcher::Fill(const SearchRequest& request, size_t& offset, SearchPage& page) const {
  const std::vector<Match>& matches = page.result->matches;
  page.position = page.result->position;
  const size_t page_size = static_cast<size_t>(request.page_size);
  AnswerBudget budget;
  ASSIGN_OR_RETURN(const MatchRequest as_read, AsRead(request, *page.result));
  while (page.hits.size() < page_size && offset < matches.size()) {
    const size_t wanted = std::min(page_size - page.hits.size(), kDescribedAtOnce);
    const auto chunk = absl::MakeConstSpan(matches).subspan(offset, wanted);
    ASSIGN_OR_RETURN(MatchedArticles described, index_.Describe(as_read, chunk));
    page.position = described.position;
    for (size_t i = 0; i < chunk.size(); ++i, ++offset) {
      if (!described.articles[i]) continue;
      auto hit = MakeHit(request, as_read.query, chunk[i], *std::move(described.articles[i]));
      if (!budget.Take(hit.ByteSizeLong())) return absl::OkStatus();
      page.hits.push_back(std::move(hit));
    }
  }
  return absl::OkStatus();
}

void Searcher::Finish(const SearchRequest& request, size_t offset, SearchPage& page) const {
  if (offset >= page.result->matches.size()) return;
  pins_.Pin(PinKey(request.arguments, page.result->position), page.result);
  const PageToken next{request.arguments, page.result->position, absl::StrCat(offset)};
  page.next_page_token = EncodePageToken(next);
}

}  // namespace akin
