#ifndef AKIN_SERVICES_WEB_PAGES_ARTICLE_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_ARTICLE_PAGE_H_

#include "akin/news/v1/article.pb.h"
#include "services/web/pages/page.h"
#include "services/web/pages/similar_list.h"

namespace akin {

// An article as the house format has it, with its Similar News.
Page ArticlePage(const PageContext& context, const news::v1::Article& article,
                 const SimilarPlace& similar);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_ARTICLE_PAGE_H_
