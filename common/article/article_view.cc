#include "common/article/article_view.h"

#include <string>
#include <utility>

namespace akin {
namespace {

using news::v1::Article;

void KeepName(Article& article) {
  Article kept;
  kept.set_name(std::move(*article.mutable_name()));
  kept.set_revision(article.revision());
  kept.set_state(article.state());
  kept.set_story(std::move(*article.mutable_story()));
  article = std::move(kept);
}

void KeepCard(Article& article) {
  article.clear_body();
  article.clear_external_id();
  article.clear_keywords();
}

}  // namespace

void KeepView(news::v1::ArticleView view, Article& article) {
  if (view == news::v1::ARTICLE_VIEW_FULL) return;
  view == news::v1::ARTICLE_VIEW_NAME_ONLY ? KeepName(article) : KeepCard(article);
}

}  // namespace akin
