#ifndef AKIN_SERVICES_WEB_SITE_ROUTES_H_
#define AKIN_SERVICES_WEB_SITE_ROUTES_H_

#include <vector>

#include "services/web/site/router.h"

namespace akin {

// All that the site serves.
const std::vector<Route>& Routes();

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_ROUTES_H_
