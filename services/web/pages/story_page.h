#ifndef AKIN_SERVICES_WEB_PAGES_STORY_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_STORY_PAGE_H_

#include "akin/recommendation/v1/recommendation_service.pb.h"
#include "services/web/pages/page.h"

namespace akin {

// One event as a time line, from its first report on. `around`: what is like it; what belongs to
// other stories is shown as what came before and after.
Page StoryPage(const PageContext& context, const recommendation::v1::GetStoryResponse& story,
               const recommendation::v1::ListSimilarArticlesResponse& around);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_STORY_PAGE_H_
