#ifndef AKIN_SERVICES_INGESTION_PARSE_HTML_TEXT_H_
#define AKIN_SERVICES_INGESTION_PARSE_HTML_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

// From markup to clean text. Plain functions, thread-safe; `html` is UTF-8.
namespace akin {

// The text that a reader of `html` sees: entities decoded once, block structure as paragraphs
// separated by one blank line, line breaks kept, other white space collapsed, no scripts, styles,
// readings of ruby or hidden elements; Unicode NFC. Text without any tag keeps its own blank lines
// as paragraphs.
std::string HtmlToText(absl::string_view html);

// The same on one line, for titles and names; what only looks like a tag stays (EscapeSeemingTags).
std::string HtmlToLine(absl::string_view html);

// Plain text, as a story text or a field of type "text" has it: lines trimmed, paragraphs separated
// by one blank line; Unicode NFC. Nothing is decoded.
std::string CleanText(absl::string_view text);

// Whether `html` has a comment, an end tag or the start tag of a known element, so that its line
// ends mean nothing.
bool HasMarkup(absl::string_view html);

// Plain text as HTML in which nothing is markup.
std::string PlainTextAsHtml(absl::string_view text);

// The address of the first picture (IsPicture) in `html` as written, "" if there is none.
std::string FirstPicture(absl::string_view html);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_HTML_TEXT_H_
