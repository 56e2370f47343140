#ifndef AKIN_SERVICES_INGESTION_PARSE_STORY_TEXT_H_
#define AKIN_SERVICES_INGESTION_PARSE_STORY_TEXT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/parsed_document.h"

namespace akin {

// Story text, the house format: the headline, the summary paragraph, "Update: 2023-08-16 04:21
// GMT", and the body's paragraphs, with blank lines between them. A line "Similar News" ends the
// body. Summary and stamps ("Updated:", "Published:" too) may be missing; without a stamp the
// first of several paragraphs is the summary. INVALID_ARGUMENT if `text` (UTF-8) has no headline.
absl::StatusOr<ParsedItem> ParseStoryText(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_STORY_TEXT_H_
