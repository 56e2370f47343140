#ifndef AKIN_SERVICES_SEARCH_DOMAIN_CACHING_ARTICLE_INDEX_H_
#define AKIN_SERVICES_SEARCH_DOMAIN_CACHING_ARTICLE_INDEX_H_

#include "common/cache/cache.h"
#include "common/view/log_view.h"
#include "services/search/domain/article_index.h"

namespace akin {

// An ArticleIndex that remembers what matched. What is shown of the matches is read anew each time,
// so that a withdrawn article is not served from here. Thread-safe.
class CachingArticleIndex : public ArticleIndex {
 public:
  // Both must outlive this, the index also the cache.
  CachingArticleIndex(const ArticleIndex& index, Cache& cache) : index_(index), cache_(cache) {}

  absl::StatusOr<MatchResult> FindMatches(const MatchRequest& request) const override;
  absl::StatusOr<MatchStretch> ListMatches(const MatchRequest& request, absl::string_view behind,
                                           int size) const override {
    return index_.ListMatches(request, behind, size);
  }
  absl::StatusOr<MatchedArticles> Describe(const MatchRequest& request,
                                           absl::Span<const Match> matches) const override {
    return index_.Describe(request, matches);
  }
  absl::StatusOr<Suggestions> Suggest(absl::string_view prefix, int max_results) const override {
    return index_.Suggest(prefix, max_results);
  }
  LogPosition served_position() const override { return index_.served_position(); }
  int64_t article_count() const override { return index_.article_count(); }

 private:
  const ArticleIndex& index_;
  Cache& cache_;
};

// A LogView that tells the cache which articles have changed, once `view` has applied it. One
// thread, as LogView.
class InvalidatingLogView : public LogView {
 public:
  // Both must outlive this.
  InvalidatingLogView(LogView& view, Cache& cache);

  LogPosition position() const override { return view_.position(); }
  absl::Status Reset(absl::string_view log_id) override;
  absl::Status Apply(const LogBatch& batch) override;

 private:
  LogView& view_;
  Cache& cache_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_DOMAIN_CACHING_ARTICLE_INDEX_H_
