#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_LINKED_PARAGRAPHS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_LINKED_PARAGRAPHS_H_

#include <vector>

#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// Takes paragraphs that are links from end to end for running text where they are: whole sentences
// between paragraphs of it. Their links count no more.
void ReadLinkedParagraphs(const PageTree& page, std::vector<TextBlock>& blocks);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_LINKED_PARAGRAPHS_H_
