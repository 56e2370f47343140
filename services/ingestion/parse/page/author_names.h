#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// The names in what pages state as authors: without "By", roles, dates, addresses; several in one
// are split ("A and B"). What is no name is left out; each name once. Thread-safe.
std::vector<std::string> CleanAuthors(const std::vector<std::string>& stated);

// Whether a name looks like a person's: a few words with capitals. Thread-safe.
bool IsPersonName(absl::string_view name);

// Whether a name is a company's, an office's or a team's, by its words. Thread-safe.
bool IsOrganisationName(absl::string_view name);

// Whether what stands behind a name is what the person is: "Staff Writer". Thread-safe.
bool IsRoleName(absl::string_view name);

// The people that a line names behind a label: "Author: Jane Doe". Empty if it has none.
std::vector<std::string> AuthorsBehindLabel(absl::string_view line);

// The people that a line introduces: "By Jane Doe", "3 May - Author: Jane Doe". Empty if it is no
// by-line.
std::vector<std::string> AuthorsInByline(absl::string_view line);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_AUTHOR_NAMES_H_
