#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// The names in what pages state as authors: without "By", roles, dates, addresses; several in one
// are split ("A and B"). What is no name is left out; each name once. Thread-safe.
std::vector<std::string> CleanAuthors(const std::vector<std::string>& stated);

// Whether `text` starts as by-lines do, "By …", "Von …".
bool StartsLikeByline(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_
