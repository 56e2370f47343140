#ifndef AKIN_SERVICES_WEB_HTTP_FINISH_H_
#define AKIN_SERVICES_WEB_HTTP_FINISH_H_

#include "services/web/http/message.h"

namespace akin {

// What is done to every answer before it goes out: an ETag of its content, 304 to whoever has it
// already, packed by gzip where that is understood and worth it. Idempotent but for the packing.
void FinishResponse(const HttpRequest& request, HttpResponse& response);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_FINISH_H_
