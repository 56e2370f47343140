#ifndef AKIN_SERVICES_WEB_PAGES_REVISIONS_PAGE_H_
#define AKIN_SERVICES_WEB_PAGES_REVISIONS_PAGE_H_

#include "akin/storage/v1/storage_service.pb.h"
#include "services/web/pages/page.h"

namespace akin {

// The revisions of an article, at least one, each with what has changed since the one before it
// marked in its text.
Page RevisionsPage(const PageContext& context,
                   const storage::v1::ListArticleRevisionsResponse& revisions);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_PAGES_REVISIONS_PAGE_H_
