#ifndef AKIN_SERVICES_INGESTION_PARSE_DETECT_H_
#define AKIN_SERVICES_INGESTION_PARSE_DETECT_H_

#include <cstddef>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

struct DetectedFormat {
  DocumentFormat format = DocumentFormat::kUnknown;
  size_t start = 0;  // where the document begins: an error page's notice may stand before a feed
};

// The format of `text` (UTF-8), seen from its content alone. kUnknown if it is empty or binary, or
// XML of another kind.
DetectedFormat DetectFormat(absl::string_view text);

// "rss", "atom", "story-text" …
absl::string_view FormatName(DocumentFormat format);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_DETECT_H_
