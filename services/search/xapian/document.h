#ifndef AKIN_SERVICES_SEARCH_XAPIAN_DOCUMENT_H_
#define AKIN_SERVICES_SEARCH_XAPIAN_DOCUMENT_H_

#include <xapian.h>

#include <string>

#include "absl/strings/string_view.h"
#include "akin/news/v1/article.pb.h"

namespace akin {

// What the index holds of an article; see schema.h.
Xapian::Document MakeDocument(const news::v1::Article& article);

// Moves a document of the index to another story. False if it is there already. Throws
// DatabaseCorruptError if its record is damaged.
bool SetStory(absl::string_view story, Xapian::Document& document);

}  // namespace akin

#endif  // AKIN_SERVICES_SEARCH_XAPIAN_DOCUMENT_H_
