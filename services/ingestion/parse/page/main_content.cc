#include "services/ingestion/parse/page/main_content.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/text/unicode.h"
#include "services/ingestion/parse/page/boilerplate.h"
#include "services/ingestion/parse/page/element_hints.h"
#include "services/ingestion/parse/page/text_blocks.h"

namespace akin {
namespace {

bool IsHeading(GumboTag tag) {
  return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
         tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

// What a block adds to the element that it is in.
double Worth(const PageTree& page, const TextBlock& block) {
  const GumboTag tag = page[block.node].tag;
  if (IsProse(block)) return std::min(block.letters - block.link_letters, 800) + 20;
  if (IsHeading(tag)) return -2;
  return -10 - block.link_letters;
}

class ContentFinder {
 public:
  explicit ContentFinder(const PageTree& page) : page_(page) {}

  std::string Find(std::vector<bool> left_out, const std::vector<TextBlock>& visible,
                   absl::string_view title) {
    const ProseIndex prose(page_, visible);
    MarkBoilerplate(page_, prose, hints_, left_out);
    blocks_ = FindTextBlocks(page_, left_out);
    const int root = BestContainer();
    return Text(root, title);
  }

 private:
  int BestContainer() {
    std::vector<double> before(page_.size() + 1, 0);
    for (const TextBlock& block : blocks_) before[block.first + 1] += Worth(page_, block);
    for (int i = 0; i < page_.size(); ++i) before[i + 1] += before[i];
    int best = 0;
    double best_worth = 0;
    for (int i = 0; i < page_.size(); ++i) {
      if (!page_.IsElement(i) || !IsBlockElement(page_[i].tag) || page_[i].tag == GUMBO_TAG_P)
        continue;
      double worth = before[page_[i].end] - before[i];
      const ElementHint hint = hints_.Of(page_, i);
      if (hint.body) worth *= 1.3;
      if (page_[i].tag == GUMBO_TAG_ARTICLE) worth *= 1.1;
      if (worth >= best_worth) {
        best_worth = worth;
        best = i;
      }
    }
    return best;
  }

  bool Keep(const TextBlock& block, absl::string_view title) const {
    const GumboTag tag = page_[block.node].tag;
    if (tag == GUMBO_TAG_H1) return false;
    if (IsHeading(tag)) return block.text != title && block.LinkDensity() < 0.5;
    if (block.LinkDensity() > 0.6) return false;
    return true;
  }

  std::string Text(int root, absl::string_view title) const {
    std::string text;
    bool prose = false;
    for (const TextBlock& block : blocks_) {
      if (block.first < root || block.first >= page_[root].end || !Keep(block, title)) continue;
      absl::StrAppend(&text, text.empty() ? "" : "\n\n", block.text);
      prose |= IsProse(block);
    }
    return prose ? text : "";
  }

  const PageTree& page_;
  ElementHints hints_;
  std::vector<TextBlock> blocks_;
};

}  // namespace

std::string ExtractMainContent(const PageTree& page, const std::vector<bool>& invisible,
                               const std::vector<TextBlock>& visible, absl::string_view title) {
  return ContentFinder(page).Find(invisible, visible, title);
}

}  // namespace akin
