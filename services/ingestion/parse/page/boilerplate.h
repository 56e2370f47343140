#ifndef AKIN_SERVICES_INGESTION_PARSE_PAGE_BOILERPLATE_H_
#define AKIN_SERVICES_INGESTION_PARSE_PAGE_BOILERPLATE_H_

#include <vector>

#include "services/ingestion/parse/page/element_hints.h"
#include "services/ingestion/parse/page/page_tree.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {

// Whether a block reads like running text: long enough, few links, sentences.
bool IsProse(const TextBlock& block);

// How much prose stands before node i, for all i: of a subtree it is a difference.
class ProseIndex {
 public:
  ProseIndex(const PageTree& page, const std::vector<TextBlock>& blocks);

  int Inside(int begin, int end) const { return before_[end] - before_[begin]; }
  int Inside(const PageTree& page, int node) const { return Inside(node, page[node].end); }
  int Total() const { return before_.back(); }

 private:
  std::vector<int> before_;
};

// Marks what no reader sees or what is not text: scripts, forms' fields, hidden elements.
std::vector<bool> MarkInvisible(const PageTree& page);

// Also marks what by its kind or name stands around an article, unless most prose is in it.
void MarkBoilerplate(const PageTree& page, const ProseIndex& prose, ElementHints& hints,
                     std::vector<bool>& left_out);

}  // namespace akin

#endif  // AKIN_SERVICES_INGESTION_PARSE_PAGE_BOILERPLATE_H_
