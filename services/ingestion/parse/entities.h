#ifndef AKIN_SERVICES_INGESTION_PARSE_ENTITIES_H_
#define AKIN_SERVICES_INGESTION_PARSE_ENTITIES_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

// Character references: "&eacute;" (all names of HTML), "&#233;", "&#xE9;". Plain functions,
// thread-safe.
namespace akin {

// What the reference at the start of `text` (a '&') means, in UTF-8, and in `length` the
// reference's bytes; nullopt if it is none. A number that is no character means U+FFFD.
absl::optional<std::string> EntityAt(absl::string_view text, size_t* length);

// `text` with its references decoded, once; what looks like one and is none stays.
std::string DecodeEntities(absl::string_view text);

// Appends `text` so that XML and HTML read it back as it is, in content and in quoted attributes;
// control characters that XML forbids are left out.
void AppendEscaped(absl::string_view text, std::string& out);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_ENTITIES_H_
