#ifndef AKIN_SERVICES_INGESTION_PARSE_SAFE_HTML_H_
#define AKIN_SERVICES_INGESTION_PARSE_SAFE_HTML_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// `html` (UTF-8) as markup that can stand in another page: only elements, attributes and styles
// that are known to be harmless; addresses http(s) and absolute, by `base_url` and xml:base; each
// element closed; attributes in quotes and in the order of their names, elements without content
// written "<br />"; images that scripts would load have their address as src. Scripts and styles go
// with their content, of other unsafe elements the content stays. Unicode NFC. Takes linear time. A
// plain function, thread-safe.
std::string SafeHtml(absl::string_view html, absl::string_view base_url);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_SAFE_HTML_H_
