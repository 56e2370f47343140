#ifndef AKIN_SERVICES_WEB_SITE_API_VISITS_H_
#define AKIN_SERVICES_WEB_SITE_API_VISITS_H_

#include <vector>

#include "services/web/site/router.h"

namespace akin {

// What programs call, below /v1/: ApiMethods, and their description at /v1/openapi.json.
std::vector<Route> ApiRoutes();

// What is no request of theirs is told in JSON, too.
bool IsApiPath(absl::string_view path);
HttpResponse ApiErrorResponse(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_SITE_API_VISITS_H_
