#include "common/filter/article_filter.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace akin {
namespace {

using news::v1::Article;
using Predicate = absl::FunctionRef<bool(const FilterValue&)>;

std::string WithCollection(absl::string_view collection, absl::string_view id) {
  return absl::StartsWith(id, collection) ? std::string(id) : absl::StrCat(collection, id);
}

std::string CanonicalName(absl::string_view id) { return WithCollection("articles/", id); }
std::string CanonicalSource(absl::string_view id) { return WithCollection("sources/", id); }
std::string CanonicalStory(absl::string_view id) { return WithCollection("stories/", id); }

FilterField Field(ArticleField id, absl::string_view name, FilterType type = FilterType::kString) {
  return {.id = static_cast<int>(id), .name = std::string(name), .type = type};
}

FilterField Named(ArticleField id, absl::string_view name,
                  std::string (*canonical)(absl::string_view)) {
  FilterField field = Field(id, name);
  field.canonical = canonical;
  return field;
}

FilterField Repeated(ArticleField id, absl::string_view name) {
  FilterField field = Field(id, name);
  field.repeated = true;
  return field;
}

FilterField State() {
  FilterField field = Field(ArticleField::kState, "state", FilterType::kEnum);
  field.enum_values = {"ACTIVE", "WITHDRAWN"};
  return field;
}

bool Text(const std::string& value, Predicate predicate) {
  return !value.empty() && predicate(absl::string_view(value));
}

bool AnyText(const google::protobuf::RepeatedPtrField<std::string>& values, Predicate predicate) {
  return std::any_of(values.begin(), values.end(),
                     [&](const std::string& value) { return predicate(absl::string_view(value)); });
}

bool Time(bool set, const google::protobuf::Timestamp& time, Predicate predicate) {
  return set && predicate(absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()));
}

// "en-GB" is also "en".
bool Language(const std::string& tag, Predicate predicate) {
  const size_t dash = tag.find('-');
  return Text(tag, predicate) ||
         (dash != std::string::npos && predicate(absl::string_view(tag).substr(0, dash)));
}

bool StateName(news::v1::ArticleState state, Predicate predicate) {
  const bool withdrawn = state == news::v1::ARTICLE_STATE_WITHDRAWN;
  return predicate(absl::string_view(withdrawn ? "WITHDRAWN" : "ACTIVE"));
}

}  // namespace

const FilterSchema& ArticleFilterSchema() {
  static const FilterSchema& schema = *new FilterSchema{
      Named(ArticleField::kName, "name", &CanonicalName),
      Field(ArticleField::kHeadline, "headline"),
      Named(ArticleField::kSource, "source", &CanonicalSource),
      Field(ArticleField::kLanguage, "language"),
      Repeated(ArticleField::kCategories, "categories"),
      Repeated(ArticleField::kCategories, "category"),
      Repeated(ArticleField::kKeywords, "keywords"),
      Repeated(ArticleField::kKeywords, "keyword"),
      Repeated(ArticleField::kAuthors, "authors"),
      Repeated(ArticleField::kAuthors, "author"),
      Field(ArticleField::kPublishTime, "publish_time", FilterType::kTime),
      Field(ArticleField::kUpdateTime, "update_time", FilterType::kTime),
      Field(ArticleField::kCreateTime, "create_time", FilterType::kTime),
      Named(ArticleField::kStory, "story", &CanonicalStory),
      State(),
      Field(ArticleField::kExternalId, "external_id"),
      Field(ArticleField::kCanonicalUrl, "canonical_url"),
  };
  return schema;
}

absl::StatusOr<Filter> ParseArticleFilter(absl::string_view text) {
  return Filter::Parse(ArticleFilterSchema(), text);
}

bool ArticleFilterSubject::AnyValue(int field_id, Predicate predicate) const {
  const Article& a = article_;
  switch (static_cast<ArticleField>(field_id)) {
    case ArticleField::kName:
      return Text(a.name(), predicate);
    case ArticleField::kHeadline:
      return Text(a.headline(), predicate);
    case ArticleField::kSource:
      return Text(a.source(), predicate);
    case ArticleField::kLanguage:
      return Language(a.language(), predicate);
    case ArticleField::kCategories:
      return AnyText(a.categories(), predicate);
    case ArticleField::kKeywords:
      return AnyText(a.keywords(), predicate);
    case ArticleField::kAuthors:
      return AnyText(a.authors(), predicate);
    case ArticleField::kPublishTime:
      return Time(a.has_publish_time(), a.publish_time(), predicate);
    case ArticleField::kUpdateTime:
      return Time(a.has_update_time(), a.update_time(), predicate);
    case ArticleField::kCreateTime:
      return Time(a.has_create_time(), a.create_time(), predicate);
    case ArticleField::kStory:
      return Text(a.story(), predicate);
    case ArticleField::kState:
      return StateName(a.state(), predicate);
    case ArticleField::kExternalId:
      return Text(a.external_id(), predicate);
    case ArticleField::kCanonicalUrl:
      return Text(a.canonical_url(), predicate);
  }
  return false;
}

}  // namespace akin
