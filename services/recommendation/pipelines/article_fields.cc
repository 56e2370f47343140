#include "services/recommendation/pipelines/article_fields.h"

#include "absl/strings/str_cat.h"
#include "common/status/shown.h"

namespace akin {

absl::StatusOr<ArticleFields> ArticleFields::Parse(
    const google::protobuf::RepeatedPtrField<std::string>& names) {
  ArticleFields fields;
  for (const std::string& name : names) {
    const auto* field = news::v1::Article::descriptor()->FindFieldByName(name);
    if (field == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("article_fields: \"", Shown(name), "\", no field of Article"));
    }
    if (field->number() != news::v1::Article::kNameFieldNumber) fields.fields_.push_back(field);
  }
  return fields;
}

news::v1::Article ArticleFields::Keep(const news::v1::Article& article) const {
  // All others are taken from a copy: reflection copies no single field.
  news::v1::Article kept;
  kept.set_name(article.name());
  if (fields_.empty()) return kept;
  news::v1::Article copy = article;
  copy.GetReflection()->SwapFields(&copy, &kept, fields_);
  return kept;
}

}  // namespace akin
