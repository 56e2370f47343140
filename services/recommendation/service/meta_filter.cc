#include "services/recommendation/service/meta_filter.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/filter/article_filter.h"

namespace akin {
namespace {

using Predicate = absl::FunctionRef<bool(const FilterValue&)>;

bool AnyText(const std::vector<std::string>& values, Predicate predicate) {
  return std::any_of(values.begin(), values.end(),
                     [&](const std::string& value) { return predicate(absl::string_view(value)); });
}

bool KnownTime(absl::Time time, Predicate predicate) {
  return time != absl::InfinitePast() && predicate(time);
}

// One article while one filter looks at it; one thread.
class MetaSubject : public FilterSubject {
 public:
  MetaSubject(const DocMeta& meta, const SimilarityView& view) : meta_(meta), view_(view) {}

  bool AnyValue(int field_id, Predicate predicate) const override {
    switch (static_cast<ArticleField>(field_id)) {
      case ArticleField::kSource:
        return !meta_.source.empty() && predicate(absl::string_view(meta_.source));
      case ArticleField::kCategories:
        return AnyText(meta_.categories, predicate);
      case ArticleField::kKeywords:
        return AnyText(meta_.keywords, predicate);
      case ArticleField::kAuthors:
        return AnyText(meta_.authors, predicate);
      case ArticleField::kPublishTime:
        return KnownTime(meta_.publish_time, predicate);
      case ArticleField::kUpdateTime:
        return KnownTime(meta_.update_time, predicate);
      case ArticleField::kCreateTime:
        return KnownTime(meta_.create_time, predicate);
      default:
        return ArticleFilterSubject(Card()).AnyValue(field_id, predicate);
    }
  }

 private:
  // Empty if the article has just been withdrawn.
  const news::v1::Article& Card() const {
    if (!card_) {
      absl::StatusOr<news::v1::Article> card = view_.Card(meta_.id);
      card_ = std::make_unique<news::v1::Article>(card.ok() ? *card : news::v1::Article());
    }
    return *card_;
  }

  const DocMeta& meta_;
  const SimilarityView& view_;
  mutable std::unique_ptr<news::v1::Article> card_;
};

}  // namespace

DocFilter ToDocFilter(Filter filter, const SimilarityView& view) {
  if (filter.empty()) return nullptr;
  return [filter = std::move(filter), &view](const DocMeta& meta) {
    return filter.Matches(MetaSubject(meta, view));
  };
}

}  // namespace akin
