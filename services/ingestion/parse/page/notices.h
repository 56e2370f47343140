#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_NOTICES_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_NOTICES_H_

#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// Whether a short block among an article's text is none of it by its words: a picture's credit, a
// notice about cookies, a label ("Advertisement"), an invitation to follow, subscribe or read
// something else, in the languages of publishers. Thread-safe.
bool IsNotice(const TextBlock& block);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_NOTICES_H_
