#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_REPAIR_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_REPAIR_H_

#include <string>

#include "absl/strings/string_view.h"

namespace akin {

// JSON as templates of web sites break it, put right where it is clear what was meant: control
// characters and quotation marks in strings, escapes that JSON does not know, commas before a
// closing bracket, text around the value, brackets that are missing at the end. Thread-safe.
std::string RepairJson(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_JSON_REPAIR_H_
