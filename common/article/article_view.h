#ifndef AKIN_COMMON_ARTICLE_ARTICLE_VIEW_H_
#define AKIN_COMMON_ARTICLE_ARTICLE_VIEW_H_

#include "akin/news/v1/article.pb.h"

namespace akin {

// Leaves in `article` what `view` shows; UNSPECIFIED is CARD. See the comments in article.proto.
void KeepView(news::v1::ArticleView view, news::v1::Article& article);

}  // namespace akin

#endif  // AKIN_COMMON_ARTICLE_ARTICLE_VIEW_H_
