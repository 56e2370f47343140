#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_BLOCK_FILTER_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_BLOCK_FILTER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// Of the blocks inside the element that holds an article, those that are its text: without the
// repeated headline `title`, picture credits, lists of links, invitations to follow or subscribe,
// and headings that nothing follows.
std::vector<TextBlock> KeepArticleBlocks(const PageTree& page, std::vector<TextBlock> blocks,
                                         absl::string_view title);

// h1 to h6.
bool IsHeadingElement(GumboTag tag);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_BLOCK_FILTER_H_
