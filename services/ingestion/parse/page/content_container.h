#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_CONTENT_CONTAINER_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_CONTENT_CONTAINER_H_

#include <vector>

#include "services/ingestion/parse/page/element_hints.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// Which of `blocks` lead into other articles: one short paragraph under a linked headline, several
// times on a page.
std::vector<bool> FindTeasers(const PageTree& page, const std::vector<TextBlock>& blocks);

// The smallest element that holds nearly all running text of an article and little else. Each
// block, but for `teasers`, is worth its letters if it is running text, and costs something if it
// is not; the element with the highest sum wins.
int FindContentContainer(const PageTree& page, const std::vector<TextBlock>& blocks,
                         const std::vector<bool>& teasers, ElementHints& hints);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_CONTENT_CONTAINER_H_
