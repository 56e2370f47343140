#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_ELEMENT_HINTS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_ELEMENT_HINTS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

// What the names that a publisher gave an element (class, id, role, itemprop …) tell about it.
struct ElementHint {
  bool body = false;         // is the text of an article: "article-body", "entry-content"
  bool comments = false;     // what readers wrote
  bool boilerplate = false;  // certainly around an article, not in it: "related", "share"
  bool teaser = false;       // leads into an article: this one, or if it has a link another
  bool caption = false;      // belongs to a picture
};

// Reads names in the languages of publishers; each spelling once. Thread-compatible.
class ElementHints {
 public:
  ElementHint Of(const PageTree& page, int i);

 private:
  const ElementHint& OfName(absl::string_view name);

  absl::flat_hash_map<std::string, ElementHint> known_;
};

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_ELEMENT_HINTS_H_
