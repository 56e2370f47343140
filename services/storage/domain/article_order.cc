#include "services/storage/domain/article_order.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/errors.h"
#include "common/time/proto_time.h"

namespace akin {
namespace {

absl::optional<absl::Time> OrderTime(const news::v1::Article& article, ArticleTimeField field) {
  switch (field) {
    case ArticleTimeField::kPublishTime:
      if (article.has_publish_time()) return FromProto(article.publish_time());
      return absl::nullopt;
    case ArticleTimeField::kUpdateTime:
      if (article.has_update_time()) return FromProto(article.update_time());
      return absl::nullopt;
    case ArticleTimeField::kCreateTime:
      if (article.has_create_time()) return FromProto(article.create_time());
  }
  return absl::nullopt;
}

absl::optional<ArticleTimeField> TimeFieldNamed(absl::string_view name) {
  if (name == "publish_time") return ArticleTimeField::kPublishTime;
  if (name == "create_time") return ArticleTimeField::kCreateTime;
  if (name == "update_time") return ArticleTimeField::kUpdateTime;
  return absl::nullopt;
}

}  // namespace

absl::StatusOr<ArticleOrder> ParseArticleOrder(absl::string_view order_by) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(order_by, ' ', absl::SkipWhitespace());
  if (words.empty()) return ArticleOrder();
  const auto field = TimeFieldNamed(words[0]);
  const bool descending = words.size() == 2 && words[1] == "desc";
  const bool ascending = words.size() == 1 || (words.size() == 2 && words[1] == "asc");
  if (!field || (!ascending && !descending)) {
    return InvalidField("order_by",
                        "want publish_time, create_time or update_time, with an optional desc");
  }
  return ArticleOrder{*field, descending};
}

bool Precedes(const ArticlePosition& a, const ArticlePosition& b, bool descending) {
  if (a.time.has_value() != b.time.has_value()) return a.time.has_value();
  if (a.time != b.time) return (*a.time < *b.time) != descending;
  return a.name < b.name;
}

ArticlePosition PositionOf(const news::v1::Article& article, ArticleTimeField field) {
  return {OrderTime(article, field), article.name()};
}

std::string EncodePosition(const ArticlePosition& position) {
  if (!position.time) return absl::StrCat("- - ", position.name);
  const google::protobuf::Timestamp time = ToProto(*position.time);
  return absl::StrCat(time.seconds(), " ", time.nanos(), " ", position.name);
}

absl::optional<ArticlePosition> DecodePosition(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(' ', 2));
  if (parts.size() != 3 || parts[2].empty()) return absl::nullopt;
  ArticlePosition position{absl::nullopt, std::string(parts[2])};
  if (parts[0] == "-" && parts[1] == "-") return position;
  int64_t seconds;
  int32_t nanos;
  if (!absl::SimpleAtoi(parts[0], &seconds) || !absl::SimpleAtoi(parts[1], &nanos)) {
    return absl::nullopt;
  }
  position.time = absl::FromUnixSeconds(seconds) + absl::Nanoseconds(nanos);
  return position;
}

int64_t PlacedAtRevision(const ArticleRecord& record, ArticleTimeField field) {
  switch (field) {
    case ArticleTimeField::kPublishTime:
      return record.publish_time_since();
    case ArticleTimeField::kUpdateTime:
      return record.update_time_since();
    case ArticleTimeField::kCreateTime:
      break;
  }
  return record.create_revision();
}

ArticleField FilterFieldOf(ArticleTimeField field) {
  switch (field) {
    case ArticleTimeField::kPublishTime:
      return ArticleField::kPublishTime;
    case ArticleTimeField::kUpdateTime:
      return ArticleField::kUpdateTime;
    case ArticleTimeField::kCreateTime:
      break;
  }
  return ArticleField::kCreateTime;
}

}  // namespace akin
