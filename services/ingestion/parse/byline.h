#ifndef AKIN_SERVICES_INGESTION_PARSE_BYLINE_H_
#define AKIN_SERVICES_INGESTION_PARSE_BYLINE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace akin {

// Appends the people whom an agency's byline names: "By Ann Lee, Bo Ek and Cy Dee, Wire" are Ann
// Lee, Bo Ek and Cy Dee. What stands behind the last one's comma is whom they work for.
void AddByline(absl::string_view byline, std::vector<std::string>& people);

// Appends the people in a feed's element for authors (HTML): mailboxes in a list ("a@x (Ann Lee),
// Bo Ek <b@x>"), names in a list ("Ann Lee; Bo Ek", "By Ann Lee, Bo Ek & Cy Dee, Reuters"), else
// the one that it is: "Lee, Ann" and "Food and Drug Administration" are one name.
void AddFeedAuthors(absl::string_view html, std::vector<std::string>& people);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_BYLINE_H_
