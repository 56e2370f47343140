#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_TEXT_BLOCKS_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_TEXT_BLOCKS_H_

#include <string>
#include <vector>

#include "services/ingestion/parse/page/page_tree.h"

namespace akin {

// A stretch of text that a reader sees as one: a paragraph, a heading, an entry of a list.
struct TextBlock {
  std::string text;      // clean; a line break where the page has one
  int node = 0;          // the innermost block-level element around it
  int first = 0;         // where it begins
  int letters = 0;       // length that counts; an ideograph counts as three letters
  int link_letters = 0;  // of these, in links that are not the text itself

  double LinkDensity() const { return letters == 0 ? 0 : double(link_letters) / letters; }
};

// The visible text of a page in document order, without what is inside the nodes marked in
// `left_out` (one entry a node).
std::vector<TextBlock> FindTextBlocks(const PageTree& page, const std::vector<bool>& left_out);

// Whether the element starts a block of its own.
bool IsBlockElement(GumboTag tag);

// The length of `text` as TextBlock counts it.
int CountLetters(absl::string_view text);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_TEXT_BLOCKS_H_
