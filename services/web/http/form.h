#ifndef AKIN_SERVICES_WEB_HTTP_FORM_H_
#define AKIN_SERVICES_WEB_HTTP_FORM_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/web/http/message.h"

// Names and values as forms and addresses carry them. Plain functions, thread-safe.
namespace akin {

// Of "a=1&b=two+words%21" (application/x-www-form-urlencoded). What is no escape stays as it is.
HttpFields ParseForm(absl::string_view text);

// The other way: "?a=1&b=two%20words"; values that are empty are left out, and so is "?" where
// nothing is left.
std::string QueryOf(const HttpFields& fields);

// What no address may have is escaped, "/" too.
std::string PercentEncoded(absl::string_view text);

// Valid UTF-8 without control characters but tab and line feed; a line ends with a line feed alone.
std::string ReadableText(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_HTTP_FORM_H_
