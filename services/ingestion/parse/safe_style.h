#ifndef AKIN_SERVICES_INGESTION_PARSE_SAFE_STYLE_H_
#define AKIN_SERVICES_INGESTION_PARSE_SAFE_STYLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// The declarations of a style attribute that only change how text looks: colours, fonts, lines and
// spaces of a page's own measure. Left out is what loads, runs, moves or covers: addresses,
// functions, positions, lengths of three digits and more. A plain function, thread-safe.
std::string SafeStyle(absl::string_view style);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_SAFE_STYLE_H_
