#include "services/recommendation/view/to_document.h"

#include "absl/strings/strip.h"
#include "common/time/proto_time.h"

namespace akin {

std::string ArticleIdOf(absl::string_view name) {
  return std::string(absl::StripPrefix(name, "articles/"));
}

std::string StoryIdOf(absl::string_view name) {
  return std::string(absl::StripPrefix(name, "stories/"));
}

Document ToDocument(const news::v1::Article& article) {
  Document document;
  document.id = ArticleIdOf(article.name());
  document.revision = article.revision();
  document.headline = article.headline();
  document.summary = article.summary();
  document.body = article.body();
  document.language = article.language() == "und" ? "" : article.language();
  document.source = article.source();
  document.authors.assign(article.authors().begin(), article.authors().end());
  document.categories.assign(article.categories().begin(), article.categories().end());
  document.keywords.assign(article.keywords().begin(), article.keywords().end());
  if (article.has_publish_time()) document.publish_time = FromProto(article.publish_time());
  if (article.has_update_time()) document.update_time = FromProto(article.update_time());
  if (article.has_create_time()) document.create_time = FromProto(article.create_time());
  return document;
}

}  // namespace akin
