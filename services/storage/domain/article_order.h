#ifndef AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_ORDER_H_
#define AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_ORDER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "common/filter/article_filter.h"
#include "services/storage/domain/article_record.h"

// The orders that articles can be listed in.
namespace akin {

enum class ArticleTimeField { kPublishTime, kCreateTime, kUpdateTime };

// By a time, articles without it last; ties by name, always ascending.
struct ArticleOrder {
  ArticleTimeField field = ArticleTimeField::kPublishTime;
  bool descending = true;
};

// An article's place in an order.
struct ArticlePosition {
  absl::optional<absl::Time> time;
  std::string name;
};

// "publish_time", "update_time desc" …; empty is "publish_time desc". INVALID_ARGUMENT for others.
absl::StatusOr<ArticleOrder> ParseArticleOrder(absl::string_view order_by);

bool Precedes(const ArticlePosition& a, const ArticlePosition& b, bool descending);

ArticlePosition PositionOf(const news::v1::Article& article, ArticleTimeField field);

// A position as text, for page tokens. Nothing for text that is none.
std::string EncodePosition(const ArticlePosition& position);
absl::optional<ArticlePosition> DecodePosition(absl::string_view text);

// The revision since which the article has had this position.
int64_t PlacedAtRevision(const ArticleRecord& record, ArticleTimeField field);

// The field as filters know it.
ArticleField FilterFieldOf(ArticleTimeField field);

}  // namespace akin

#endif  // AKIN_SERVICES_STORAGE_DOMAIN_ARTICLE_ORDER_H_
