#ifndef AKIN_SERVICES_WEB_API_OPENAPI_H_
#define AKIN_SERVICES_WEB_API_OPENAPI_H_

#include <string>

namespace akin {

// The OpenAPI 3.1 document of ApiMethods, with the words of the protos' own comments. Made once.
const std::string& OpenApiDocument();

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_API_OPENAPI_H_
