#ifndef AKIN_SERVICES_RECOMMENDATION_PIPELINES_ARTICLE_FIELDS_H_
#define AKIN_SERVICES_RECOMMENDATION_PIPELINES_ARTICLE_FIELDS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "google/protobuf/repeated_field.h"

namespace akin {

// Which fields of articles a plug-in is sent: those that it asks for, and the name. Immutable.
class ArticleFields {
 public:
  // INVALID_ARGUMENT: Article has no field of a name.
  static absl::StatusOr<ArticleFields> Parse(
      const google::protobuf::RepeatedPtrField<std::string>& names);

  // None but the name.
  ArticleFields() = default;

  news::v1::Article Keep(const news::v1::Article& article) const;
  bool only_names() const { return fields_.empty(); }

 private:
  std::vector<const google::protobuf::FieldDescriptor*> fields_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_PIPELINES_ARTICLE_FIELDS_H_
