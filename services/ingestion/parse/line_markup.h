#ifndef AKIN_SERVICES_INGESTION_PARSE_LINE_MARKUP_H_
#define AKIN_SERVICES_INGESTION_PARSE_LINE_MARKUP_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// Whether HTML has an element of that name, or one could be made up: "svg:path", "my-element".
bool IsElementName(absl::string_view name);

// The HTML of a title or a name with every '<' escaped that begins no markup, for nobody says
// whether such a text is plain: markup is an element that is known and closed, or has attributes,
// or needs no end, and a comment. "vector<int>", "without <blink>" and "a </p> too many" are text.
std::string EscapeSeemingTags(absl::string_view html);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_LINE_MARKUP_H_
