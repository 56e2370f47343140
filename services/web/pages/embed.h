#ifndef AKIN_SERVICES_WEB_PAGES_EMBED_H_
#define AKIN_SERVICES_WEB_PAGES_EMBED_H_

#include <string>

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/pages/page.h"

namespace akin {

// Similar News for another site's page: a piece of HTML whose links lead to where the articles were
// published, or to our pages below `base`. "" if there are none.
std::string SimilarEmbed(const PageContext& context, const std::string& base,
                         const recommendation::v1::ListSimilarArticlesResponse& similar);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_EMBED_H_
