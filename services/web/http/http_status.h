#ifndef AKIN_SERVICES_WEB_HTTP_HTTP_STATUS_H_
#define AKIN_SERVICES_WEB_HTTP_HTTP_STATUS_H_

#include "absl/status/status.h"

namespace akin {

// The HTTP status of a service's answer, as google.rpc.Code has it; 410 for a withdrawn article.
int HttpStatusOf(const absl::Status& status);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_HTTP_STATUS_H_
