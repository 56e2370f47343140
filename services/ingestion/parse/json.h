#ifndef AKIN_SERVICES_INGESTION_PARSE_JSON_H_
#define AKIN_SERVICES_INGESTION_PARSE_JSON_H_

#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/string_view.h"

// What the readers of JSON formats share. Nothing here throws: a value of the wrong type says
// nothing, as if it were absent. Plain functions, thread-safe.
namespace akin {

using Json = nlohmann::json;

// The member `key` of `object`; null if there is none.
const Json& JsonMember(const Json& object, const char* key);

// A string, or a number as it is written, trimmed; "" for all else.
std::string JsonText(const Json& value);
std::string JsonText(const Json& object, const char* key);

// A text that is plain as its format has it, as HTML: publishers put HTML's entities and elements
// in there all the same.
std::string PlainJsonHtml(absl::string_view text);

// The same as clean paragraphs, and on one line.
std::string PlainJsonText(absl::string_view text);
std::string PlainJsonLine(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_JSON_H_
