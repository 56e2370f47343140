#ifndef AKIN_COMMON_FILTER_ARTICLE_FILTER_H_
#define AKIN_COMMON_FILTER_ARTICLE_FILTER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "common/filter/filter.h"

// What filters on articles may say: one schema for storage, search and recommendation.
namespace akin {

// FilterComparison::field_id of article filters.
enum class ArticleField {
  kName,        // name: "articles/x" or "x"
  kHeadline,    // headline
  kSource,      // source: "sources/example.com" or "example.com"
  kLanguage,    // language: "en" matches "en-GB" too
  kCategories,  // categories, category
  kKeywords,    // keywords, keyword
  kAuthors,     // authors, author
  kPublishTime,
  kUpdateTime,
  kCreateTime,
  kStory,  // story: "stories/x" or "x"
  kState,  // state: ACTIVE, WITHDRAWN
  kExternalId,
  kCanonicalUrl,
};

const FilterSchema& ArticleFilterSchema();

// Filter::Parse with the schema of articles.
absl::StatusOr<Filter> ParseArticleFilter(absl::string_view text);

// An article as a filter sees it. The article must outlive the subject.
class ArticleFilterSubject : public FilterSubject {
 public:
  explicit ArticleFilterSubject(const news::v1::Article& article) : article_(article) {}
  bool AnyValue(int field_id, absl::FunctionRef<bool(const FilterValue&)> predicate) const override;

 private:
  const news::v1::Article& article_;
};

inline bool MatchesArticle(const Filter& filter, const news::v1::Article& article) {
  return filter.Matches(ArticleFilterSubject(article));
}

}  // namespace akin

#endif  // AKIN_COMMON_FILTER_ARTICLE_FILTER_H_
