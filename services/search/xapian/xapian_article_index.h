#ifndef AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_ARTICLE_INDEX_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_ARTICLE_INDEX_H_

#include "services/search/domain/article_index.h"
#include "services/search/xapian/reader_pool.h"
#include "services/search/xapian/weights.h"

namespace akin {

// ArticleIndex over what XapianSearchView commits.
class XapianArticleIndex : public ArticleIndex {
 public:
  // `readers` must outlive the index.
  explicit XapianArticleIndex(const ReaderPool& readers, const SearchWeights& weights = {})
      : readers_(readers), weights_(weights) {}

  absl::StatusOr<MatchResult> FindMatches(const MatchRequest& request) const override;
  absl::StatusOr<MatchStretch> ListMatches(const MatchRequest& request, absl::string_view behind,
                                           int size) const override;
  absl::StatusOr<MatchedArticles> Describe(const MatchRequest& request,
                                           absl::Span<const Match> matches) const override;
  absl::StatusOr<Suggestions> Suggest(absl::string_view prefix, int max_results) const override;
  LogPosition served_position() const override;
  int64_t article_count() const override;

 private:
  const ReaderPool& readers_;
  const SearchWeights weights_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_XAPIAN_ARTICLE_INDEX_H_
