#ifndef AKIN_SERVICES_WEB_SITE_GUARDS_H_
#define AKIN_SERVICES_WEB_SITE_GUARDS_H_

#include "services/web/http/message.h"

namespace akin {

// Headers that keep a page to itself: nothing comes from elsewhere, nothing that stands in the page
// runs, nobody frames it. What the answer has already stays.
void AddGuards(HttpResponse& response);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_GUARDS_H_
