#include "services/search/xapian/xapian_article_index.h"

#include <utility>

#include "common/status/errors.h"
#include "common/status/status_macros.h"
#include "services/search/xapian/matcher.h"
#include "services/search/xapian/schema.h"
#include "services/search/xapian/suggest.h"
#include "services/search/xapian/vocabulary.h"

namespace akin {
namespace {

using xapian_schema::Term;

// Nothing if it is not live.
absl::optional<MatchedArticle> ReadArticle(const IndexReader& reader, const std::string& name) {
  const std::string term = Term(xapian_schema::kName, name);
  const auto found = reader.database.postlist_begin(term);
  if (found == reader.database.postlist_end(term)) return absl::nullopt;
  MatchedArticle matched;
  const std::string record = reader.database.get_document(*found).get_data();
  if (!xapian_schema::DecodeArticle(record, matched.article)) {
    throw Xapian::DatabaseCorruptError("a record does not parse");
  }
  return matched;
}

}  // namespace

absl::StatusOr<MatchResult> XapianArticleIndex::FindMatches(const MatchRequest& request) const {
  MatchResult result;
  RETURN_IF_ERROR(readers_.Read([&](const IndexReader& reader) {
    RETURN_IF_ERROR(CheckWildcards(reader.database, request.query_text, request.query));
    result = Matcher(reader, request, weights_, Matcher::Use::kFind).Find();
    return absl::OkStatus();
  }));
  return result;
}

absl::StatusOr<MatchStretch> XapianArticleIndex::ListMatches(const MatchRequest& request,
                                                             absl::string_view behind,
                                                             int size) const {
  MatchStretch stretch;
  RETURN_IF_ERROR(readers_.Read([&](const IndexReader& reader) {
    RETURN_IF_ERROR(CheckWildcards(reader.database, request.query_text, request.query));
    stretch = Matcher(reader, request, weights_).List(behind, size);
    return absl::OkStatus();
  }));
  return stretch;
}

absl::StatusOr<MatchedArticles> XapianArticleIndex::Describe(
    const MatchRequest& request, absl::Span<const Match> matches) const {
  MatchedArticles described;
  RETURN_IF_ERROR(readers_.Read([&](const IndexReader& reader) {
    described = {reader.state.position, {}};
    absl::optional<Matcher> matcher;
    if (request.collapse_stories || request.explain) matcher.emplace(reader, request, weights_);
    for (const Match& match : matches) {
      auto article = ReadArticle(reader, match.name);
      const bool counted = article && request.collapse_stories && !article->article.story().empty();
      // The article itself may have changed since it matched; it is shown, so it counts.
      if (counted) {
        article->story_count = std::max(1, matcher->CountStory(article->article.story()));
      }
      if (article && request.explain) article->term_weights = matcher->TermWeights(match.name);
      described.articles.push_back(std::move(article));
    }
    return absl::OkStatus();
  }));
  return described;
}

absl::StatusOr<Suggestions> XapianArticleIndex::Suggest(absl::string_view prefix,
                                                        int max_results) const {
  Suggestions result;
  RETURN_IF_ERROR(readers_.Read([&](const IndexReader& reader) {
    result = {reader.state.position, SuggestFromHeadlines(reader, prefix, max_results)};
    return absl::OkStatus();
  }));
  return result;
}

LogPosition XapianArticleIndex::served_position() const { return readers_.published().position; }

int64_t XapianArticleIndex::article_count() const {
  int64_t count = 0;
  readers_
      .Read([&](const IndexReader& reader) {
        count = reader.database.get_doccount();
        return absl::OkStatus();
      })
      .IgnoreError();
  return count;
}

}  // namespace akin
