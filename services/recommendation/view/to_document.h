#ifndef AKIN_SERVICES_RECOMMENDATION_VIEW_TO_DOCUMENT_H_
#define AKIN_SERVICES_RECOMMENDATION_VIEW_TO_DOCUMENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"
#include "services/recommendation/domain/text/document.h"

namespace akin {

// The id in a resource name: "articles/x" or "stories/x", and "x", give "x".
std::string ArticleIdOf(absl::string_view name);
std::string StoryIdOf(absl::string_view name);

// The article as the similarity engine wants it.
Document ToDocument(const news::v1::Article& article);

}  // namespace akin

#endif  // AKIN_SERVICES_RECOMMENDATION_VIEW_TO_DOCUMENT_H_
